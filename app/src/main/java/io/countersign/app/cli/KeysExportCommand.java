package io.countersign.app.cli;

import io.countersign.app.keys.AuditorKit;
import io.countersign.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/// `countersign keys export`.
@CommandLine.Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes what an auditor needs to verify the log without trusting it: the vkeys, a policy",
            "file of C2SP tlog-policy, the keys that may sign a policy, and how to check. Nothing in",
            "it is secret. Hand it over by another way than the log, and publish the fingerprints",
            "where you cannot take them back: in the minutes of a board, in a newspaper."
        },
        footer = {
            "",
            "Example:",
            "  countersign keys export --for-auditor auditor --config countersign.yaml"
        })
final class KeysExportCommand implements Command {
    @CommandLine.Mixin private final KeyPlace place = new KeyPlace();

    @CommandLine.Option(
            names = "--for-auditor",
            required = true,
            paramLabel = "DIR",
            description = "a directory that is not there yet, or is empty")
    private Path directory = Path.of("");

    private final Terminal terminal;

    KeysExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        KeyPlace.Site site = place.site();
        List<VerifierKey> keys = site.ring().ledgerKeys(Optional.empty()).vkeys();
        if (keys.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED, "There are no keys yet: countersign keys generate draws them");
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> there = Files.list(directory)) {
                if (there.findAny().isPresent()) {
                    throw new CommandFailure(
                            ExitCode.FAILED, directory + " is not empty: name another directory");
                }
            }
        }
        AuditorKit kit =
                new AuditorKit(site.ring().origin(), keys, site.policySigners(), site.witnesses());
        for (Path file : kit.write(directory)) {
            terminal.say("written " + TerminalText.line(file.toString()));
        }
        kit.fingerprints().forEach(terminal::say);
        return ExitCode.CLEAN;
    }
}
