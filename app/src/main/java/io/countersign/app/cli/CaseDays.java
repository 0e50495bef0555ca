package io.countersign.app.cli;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine;

/// What the days of a case's notices are counted by.
final class CaseDays {
    @CommandLine.Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "the hospital's time zone, in which days begin; this machine's otherwise")
    private Optional<String> zone = Optional.empty();

    @CommandLine.Option(
            names = "--clocks",
            paramLabel = "FILE",
            description = "clocks of states; policy/clocks.yaml of the installation otherwise")
    private Optional<Path> clocks = Optional.empty();

    ZoneId zone() {
        try {
            return zone.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException _unknown) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--zone is a time zone such as America/Chicago");
        }
    }

    /// Empty: those of the installation.
    Optional<Path> clocks() {
        return clocks;
    }
}
