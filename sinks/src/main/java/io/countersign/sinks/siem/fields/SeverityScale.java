package io.countersign.sinks.siem.fields;

import io.countersign.schemas.Severity;

/// Our severities on the scale of ten that CEF and LEEF share.
public final class SeverityScale {
    private SeverityScale() {}

    /// 1 to 10; CEF calls 0 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and 10 very high.
    public static int ofTen(Severity severity) {
        return switch (severity) {
            case UNRECOGNISED, INFORMATIONAL -> 1;
            case LOW -> 3;
            case MEDIUM -> 5;
            case HIGH -> 8;
            case CRITICAL -> 10;
        };
    }
}
