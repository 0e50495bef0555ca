package io.countersign.detectors.destination;

/// Whether a BAA of this site covered a request at its time. The words of the audit entry.
public enum CoverageState {
    COVERED,
    NOT_COVERED,
    /// The record, the register or the vendor's text does not settle it.
    UNKNOWN
}
