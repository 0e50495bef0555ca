package io.countersign.audit.tiles;

/// What is wrong with a stored object of a log.
public enum LogFault {
    /// The object is not there.
    MISSING,
    /// The object has another length than its name and the tree size demand.
    WRONG_LENGTH,
    /// A bundle ends within an entry or before its last one.
    TRUNCATED,
    /// A bundle goes on after its last entry.
    SURPLUS_BYTES,
    /// A hash is not that of what lies below it.
    HASH_MISMATCH,
    /// The tiles give another root than the checkpoint.
    ROOT_MISMATCH
}
