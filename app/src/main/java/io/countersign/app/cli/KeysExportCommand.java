package io.countersign.app.cli;

import io.countersign.app.keys.AuditorKit;
import io.countersign.audit.note.LogName;
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
            "Examples:",
            "  countersign keys export --for-auditor auditor --config countersign.yaml",
            "  countersign keys export --for-auditor next-year --year 2027 --config countersign.yaml"
        })
final class KeysExportCommand implements Command {
    @CommandLine.Mixin private final KeyPlace place = new KeyPlace();

    @CommandLine.Option(
            names = "--for-auditor",
            required = true,
            paramLabel = "DIR",
            description = "a directory that is not there yet, or is empty")
    private Path directory = Path.of("");

    @CommandLine.Option(
            names = "--year",
            paramLabel = "YEAR",
            description = {
                "as the keys are called in the log of that year, such as for witnesses before it begins;",
                "by default in the log that is sealed now"
            })
    private Optional<Integer> year = Optional.empty();

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
        LogName log = log(site);
        AuditorKit kit =
                new AuditorKit(
                        log.origin(),
                        keys.stream().map(key -> key.named(log.origin())).toList(),
                        site.policySigners(),
                        site.witnesses());
        for (Path file : kit.write(directory)) {
            terminal.say("written " + TerminalText.line(file.toString()));
        }
        kit.fingerprints().forEach(terminal::say);
        return ExitCode.CLEAN;
    }

    private LogName log(KeyPlace.Site site) throws IOException {
        if (year.isEmpty()) {
            return site.logName();
        }
        try {
            return LogName.first(site.ring().origin()).in(year.get());
        } catch (IllegalArgumentException _unfit) {
            throw new CommandFailure(ExitCode.USAGE, "--year is a year of four digits");
        }
    }
}
