package io.countersign.bench;

import java.util.Locale;

/// How fast a topology was, and what it took.
///
/// @param eventsPerSecond by the wall clock; depends on what else the machine does
/// @param threadMicros CPU time of the stream threads for each record; depends on it much less
record Pace(double eventsPerSecond, double threadMicros) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%,.0f events/s, %.1f us CPU", eventsPerSecond, threadMicros);
    }
}
