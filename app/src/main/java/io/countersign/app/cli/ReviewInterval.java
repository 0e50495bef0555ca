package io.countersign.app.cli;

import io.countersign.app.config.DurationText;
import io.countersign.forensics.reviews.ReviewCalendar;
import java.time.Duration;
import picocli.CommandLine;

/// How often the log is reviewed.
final class ReviewInterval {
    @CommandLine.Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "7d",
            description =
                    "how often the log is reviewed, a day at least (default: ${DEFAULT-VALUE})")
    private String every = "7d";

    Duration value() {
        return DurationText.parse(every)
                .filter(one -> one.compareTo(ReviewCalendar.SHORTEST) >= 0)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE, "--every is a time such as 7d, 1d at least"));
    }
}
