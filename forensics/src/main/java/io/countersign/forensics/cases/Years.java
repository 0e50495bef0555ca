package io.countersign.forensics.cases;

import java.time.Instant;
import java.time.ZoneOffset;

/// The year of a token key: that of the event's time in UTC.
final class Years {
    private Years() {}

    static int of(Instant time) {
        return time.atOffset(ZoneOffset.UTC).getYear();
    }
}
