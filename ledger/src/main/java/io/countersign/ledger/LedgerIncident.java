package io.countersign.ledger;

import java.util.Objects;

/// The sealer cannot go on from here; what was not published stays unpublished. The message carries
/// the code and places (chain, seq, partition, offset, object), never content.
public final class LedgerIncident extends Exception {
    private final IncidentCode code;

    LedgerIncident(IncidentCode code, String where) {
        super(code + ": " + where);
        this.code = Objects.requireNonNull(code, "code");
    }

    LedgerIncident(IncidentCode code, String where, Throwable cause) {
        super(code + ": " + where, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public IncidentCode code() {
        return code;
    }
}
