package io.countersign.app.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine;

/// What the days of a case's notices are counted by.
final class CaseDays {
    @CommandLine.Mixin private DayZone zone = new DayZone();

    @CommandLine.Option(
            names = "--clocks",
            paramLabel = "FILE",
            description = "clocks of states; policy/clocks.yaml of the installation otherwise")
    private Optional<Path> clocks = Optional.empty();

    ZoneId zone() {
        return zone.zone();
    }

    /// Empty: those of the installation.
    Optional<Path> clocks() {
        return clocks;
    }
}
