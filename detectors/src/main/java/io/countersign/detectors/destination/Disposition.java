package io.countersign.detectors.destination;

/// What follows from coverage and content. The words of the audit entry.
public enum Disposition {
    PERMITTED,
    /// Somebody should look; alone it never raises an alert.
    REVIEW,
    VIOLATION
}
