package io.countersign.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// An estimate for long work, by how fast it went so far. For one thread.
final class TimeLeft {
    /// Before that the beginning would decide alone.
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private static final int MINUTE = 60;

    private final InstantSource clock;
    private Optional<Instant> begun = Optional.empty();
    private long doneBefore;

    TimeLeft(InstantSource clock) {
        this.clock = clock;
    }

    /// Such as `, about 3 min left`; empty while nobody can tell.
    String words(long done, long total) {
        Instant now = clock.instant();
        if (begun.isEmpty()) {
            begun = Optional.of(now);
            doneBefore = done;
        }
        Duration spent = Duration.between(begun.get(), now);
        long worked = done - doneBefore;
        if (spent.compareTo(WARM_UP) < 0 || worked <= 0 || done >= total) {
            return "";
        }
        double seconds = (double) spent.toMillis() / 1000 * (total - done) / worked;
        return seconds < 2 * MINUTE
                ? ", about " + Math.max(1, Math.round(seconds)) + " s left"
                : ", about " + Math.round(seconds / MINUTE) + " min left";
    }
}
