package io.countersign.detectors.destination;

/// How far the content was inspected. Not inspected is not clean. The words of the audit entry.
public enum Inspected {
    FULL,
    PARTIAL,
    /// The source's own DLP looked, we did not.
    BY_SOURCE,
    NOT_INSPECTED
}
