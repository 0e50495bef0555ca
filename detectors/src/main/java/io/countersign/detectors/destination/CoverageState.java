package io.countersign.detectors.destination;

/// Whether a BAA of this site covered a request at its time. The words of the audit entry.
public enum CoverageState {
    COVERED,
    NOT_COVERED,
    /// The record, the register or the vendor's text does not settle it.
    UNKNOWN;

    /// Whether it is the weaker of two links of one way: what is known not to be covered before
    /// what is unknown, and that before what is covered.
    public boolean isWeakerThan(CoverageState other) {
        return weakness() > other.weakness();
    }

    private int weakness() {
        return switch (this) {
            case COVERED -> 0;
            case UNKNOWN -> 1;
            case NOT_COVERED -> 2;
        };
    }
}
