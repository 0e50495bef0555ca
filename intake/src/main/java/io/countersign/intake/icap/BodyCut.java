package io.countersign.intake.icap;

/// Why a body is not all there; its name stands in the record and, where nothing else is missing,
/// in the entry.
public enum BodyCut {
    NONE,
    /// Longer than what is kept of one body.
    BODY_LIMIT,
    /// Too much was waiting to be delivered.
    MEMORY_LIMIT,
    /// The connection ended, or took too long, in the middle of the body.
    CONNECTION_LOST
}
