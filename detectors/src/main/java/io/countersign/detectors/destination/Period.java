package io.countersign.detectors.destination;

import java.time.Instant;
import java.util.Objects;

/// A span of time: from inclusive, to exclusive. Open ends are [Instant#MIN] and [Instant#MAX].
public record Period(Instant from, Instant to) {
    /// All of time.
    public static final Period ALWAYS = new Period(Instant.MIN, Instant.MAX);

    public Period {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a period ends after it starts");
        }
    }

    public boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    /// Whether some moment lies in both.
    public boolean overlaps(Period other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }
}
