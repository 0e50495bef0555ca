package io.countersign.sinks.siem.delivery;

import java.time.Duration;
import java.util.Optional;

/// How long to wait before the next try. Pure: it decides on what it is told.
///
/// The pause doubles with each failure in a row and is drawn at random between half of it and the
/// whole, so that many tasks do not come back at once. What the receiver asks for is the least, up
/// to [#LONGEST_ASKED].
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(30);

    /// A receiver that asks for more is asked again after this.
    static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

    /// 200 ms doubled eight times is beyond the longest pause.
    private static final int MAX_DOUBLINGS = 8;

    private Backoff() {}

    /// @param failures in a row, this one included
    /// @param asked what the receiver asked for
    /// @param jitter from 0, included, to 1
    static Duration pause(int failures, Optional<Duration> asked, double jitter) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        Duration whole = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        Duration drawn = Duration.ofNanos((long) (whole.toNanos() * (0.5 + jitter / 2)));
        Duration least = asked.orElse(Duration.ZERO);
        if (least.compareTo(LONGEST_ASKED) > 0) {
            least = LONGEST_ASKED;
        }
        return drawn.compareTo(least) < 0 ? least : drawn;
    }
}
