package io.countersign.app.cli;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine;

/// The time zone that a command counts days in.
final class DayZone {
    @CommandLine.Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "the hospital's time zone, in which days begin; this machine's otherwise")
    private Optional<String> zone = Optional.empty();

    ZoneId zone() {
        try {
            return zone.map(ZoneId::of).orElseGet(ZoneId::systemDefault);
        } catch (DateTimeException _unknown) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--zone is a time zone such as America/Chicago");
        }
    }
}
