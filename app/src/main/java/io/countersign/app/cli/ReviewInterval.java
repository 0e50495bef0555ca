package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.DurationText;
import io.countersign.forensics.reviews.ReviewCalendar;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;

/// How often the log is reviewed: by the configuration, or as the command line says.
final class ReviewInterval {
    @CommandLine.Option(
            names = "--every",
            paramLabel = "TIME",
            description =
                    "how often the log is reviewed, a day at least; review.every of the configuration, 7d, otherwise")
    private Optional<String> every = Optional.empty();

    Duration value(Configuration configuration) {
        return every.isEmpty()
                ? configuration.review().every()
                : every.flatMap(DurationText::parse)
                        .filter(one -> one.compareTo(ReviewCalendar.SHORTEST) >= 0)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "--every is a time such as 7d, 1d at least"));
    }
}
