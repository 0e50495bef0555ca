package io.countersign.app.cli;

import io.countersign.app.cases.CaseZip;
import io.countersign.app.cases.PackedCase;
import io.countersign.audit.pack.PackTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path pack = Files.createTempFile("countersign-case", PackVerdict.SUFFIX);
        try {
            CaseZip.proofs(file, pack);
            ExitCode code = new PackVerdict(terminal, json).run(pack, trust);
            return code == ExitCode.CLEAN ? whole(PackedCase.read(pack)) : code;
        } catch (ZipException damaged) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "This is no exported case that can be read: "
                            + TerminalText.line(String.valueOf(damaged.getMessage())));
        } finally {
            Files.deleteIfExists(pack);
        }
    }

    /// In JSON this is a second line.
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
                    "report.html and events.csv are for reading: nothing signs them. Compare them with the entries.");
        }
        return holds ? ExitCode.CLEAN : ExitCode.FOUND;
    }
}
