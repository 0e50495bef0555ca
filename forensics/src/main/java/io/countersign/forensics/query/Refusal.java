package io.countersign.forensics.query;

/// Why a question has no answer.
public enum Refusal {
    /// It does not parse, or names what is not there.
    NOT_UNDERSTOOD,
    /// More than one statement, or one that is no `SELECT`, or a `SELECT` that writes.
    NOT_A_SELECT,
    /// A function that reads something else than the archive.
    FUNCTION_NOT_ALLOWED,
    /// It would read something else than the files of the archive.
    NOT_ALLOWED,
    OUT_OF_TIME,
    OUT_OF_MEMORY,
    /// The files are not what the archive's tables are.
    ARCHIVE_UNREADABLE,
    /// The engine ended, or did not start.
    ENGINE_FAILED
}
