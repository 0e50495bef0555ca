package io.countersign.sources;

/// Why a raw record became a rejection. The names are stable: they stand in the log and in metrics.
public enum RejectionCode {
    /// No bytes, or nothing but white space.
    EMPTY,
    /// More bytes than one record may have.
    OVERSIZE,
    /// Not text in the format's character set.
    NOT_TEXT,
    /// Text that does not follow the format's grammar.
    MALFORMED,
    /// The record ends in the middle of a structure.
    TRUNCATED,
    /// Structures nested deeper than the limit.
    TOO_DEEP,
    /// The grammar holds, but a field without which there is no event is missing or unusable.
    MISSING_FIELD,
    /// The producer named a format that is not known here, or none.
    UNKNOWN_FORMAT
}
