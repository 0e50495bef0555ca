package io.countersign.audit.evidence;

import java.time.Instant;
import java.time.ZoneOffset;

/// How long evidence is kept: 45 CFR 164.316(b)(2)(i) asks for six years.
public final class Retention {
    public static final int YEARS = 6;

    private Retention() {}

    /// The first moment at which a quarter may be shredded: six years after its end.
    ///
    /// @throws IllegalArgumentException where the text is no kid
    public static Instant dueOf(String kid) {
        return EvidenceKeys.endOf(kid).atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
    }
}
