package io.countersign.app.role;

import java.util.function.BooleanSupplier;

/// How fast something is asked for, and when nothing more is.
///
/// @param perSecond at most, from 1 to [#MAX_PER_SECOND]
/// @param stop looked at between two batches
public record Pace(int perSecond, BooleanSupplier stop) {
    public static final int MAX_PER_SECOND = 10_000;

    public Pace {
        if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
            throw new IllegalArgumentException("1 to " + MAX_PER_SECOND + " a second");
        }
    }

    /// How long so many should take, in nanoseconds.
    long nanosOf(int count) {
        return count * 1_000_000_000L / perSecond;
    }
}
