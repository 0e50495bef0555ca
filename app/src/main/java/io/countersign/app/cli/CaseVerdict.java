package io.countersign.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.app.cases.CaseZip;
import io.countersign.app.cases.PackedCase;
import io.countersign.app.cases.ScopedCase;
import io.countersign.app.cases.ScopedCase.IncompleteCaseException;
import io.countersign.audit.pack.PackTrust;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;

/// `countersign verify CASE.zip`: the proof pack in an exported case, and whether it is the whole
/// case.
final class CaseVerdict {
    private final Terminal terminal;
    private final boolean json;

    CaseVerdict(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    ExitCode run(Path file, PackTrust trust) throws IOException {
        Path folder = Files.createTempDirectory("countersign-case");
        try {
            List<Path> packs = CaseZip.packs(file, folder);
            for (Path pack : packs) {
                ExitCode code = new PackVerdict(terminal, json).run(pack, trust);
                if (code != ExitCode.CLEAN) {
                    return code;
                }
            }
            PackedCase packed = PackedCase.read(packs, CaseZip.steps(file), CaseZip.policies(file));
            ExitCode code = whole(packed);
            return code == ExitCode.CLEAN && ScopedCase.claims(file)
                    ? complete(file, packed, trust)
                    : code;
        } catch (ZipException damaged) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "This is no exported case that can be read: "
                            + TerminalText.line(String.valueOf(damaged.getMessage())));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// In JSON this is one more line.
    private ExitCode complete(Path file, PackedCase packed, PackTrust trust) throws IOException {
        boolean holds = false;
        String sentence;
        try {
            sentence = ScopedCase.check(file, packed.members(), trust.keys()).sentence();
            holds = true;
        } catch (IncompleteCaseException incomplete) {
            sentence = String.valueOf(incomplete.getMessage());
        }
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            terminal.say(line.put("complete", holds).put("sentence", sentence).toString());
        } else {
            terminal.say((holds ? "" : terminal.red("FAILED  ")) + TerminalText.line(sentence));
        }
        return holds ? ExitCode.CLEAN : ExitCode.FOUND;
    }

    /// In JSON this is a line after those of the packs.
    private ExitCode whole(PackedCase packed) {
        boolean holds = packed.fault().isEmpty();
        String sentence =
                packed.fault()
                        .orElse(
                                "These are all events and steps that the case had by its last step.");
        if (json) {
            terminal.say(
                    "{\"case\":\"%s\",\"events\":%d,\"steps\":%d,\"whole\":%s,\"sentence\":\"%s\"}"
                            .formatted(
                                    holds ? packed.id() : "",
                                    packed.events(),
                                    packed.steps(),
                                    holds,
                                    sentence));
        } else {
            terminal.say(
                    "case       "
                            + TerminalText.line(packed.id())
                            + ", "
                            + packed.events()
                            + " events, "
                            + packed.steps()
                            + " steps");
            terminal.say((holds ? "" : terminal.red("FAILED  ")) + sentence);
            terminal.say(
                    "The report, the tables and the OCSF events are for reading: nothing signs them. Compare them with the entries.");
        }
        return holds ? ExitCode.CLEAN : ExitCode.FOUND;
    }
}
