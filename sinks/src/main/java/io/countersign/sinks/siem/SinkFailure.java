package io.countersign.sinks.siem;

/// Why a sink could not deliver. The names are stable: they stand in task traces and in the
/// documentation.
public enum SinkFailure {
    /// The record is neither an entry nor an alert; the message names the code of
    /// [Decoded.Undecodable].
    UNDECODABLE,
    /// The connector is not configured to read committed records only.
    NOT_READ_COMMITTED,
    /// Another task or process writes the same file.
    FILE_IN_USE,
    /// The directory cannot be written.
    DIRECTORY_NOT_WRITABLE,
    /// Writing failed for longer than the retry limit.
    WRITE_FAILED
}
