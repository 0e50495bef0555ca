package io.countersign.sinks.siem.opensearch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// The index of a document, by the time of its event: so a document that comes again meets itself,
/// which in a data stream it does not once that has rolled over.
///
/// @param start of every name; also the alias for reading
record IndexName(String start) {
    /// Months beyond these years share one index: a source that states absurd times cannot make ten
    /// thousand of them.
    private static final int FIRST_YEAR = 2000;

    private static final int LAST_YEAR = 2100;

    static final String PATTERN = "[a-z0-9][a-z0-9_-]{0,99}";

    IndexName {
        if (!start.matches(PATTERN)) {
            throw new IllegalArgumentException("an index name must match " + PATTERN);
        }
    }

    /// `START-2026.11`, in UTC.
    String of(long timeMillis) {
        ZonedDateTime time = Instant.ofEpochMilli(timeMillis).atZone(ZoneOffset.UTC);
        return time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR
                ? start + "-other"
                : "%s-%04d.%02d".formatted(start, time.getYear(), time.getMonthValue());
    }
}
