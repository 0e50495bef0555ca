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
    WRITE_FAILED,
    /// The receiver refused an event for good and the connector has no dead letter topic.
    EVENT_REFUSED,
    /// The dead letter topic could not be written.
    DEAD_LETTER_NOT_WRITTEN,
    /// The receiver was away for longer than the retry limit; the message names the last code.
    RECEIVER_UNAVAILABLE,
    /// A secret or certificate cannot be read, or others may read it; the message names the file.
    CREDENTIALS_UNUSABLE,
    /// The receiver takes events without the acknowledgement that the configuration demands.
    ACKNOWLEDGEMENT_OFF,
    /// A fault of the sink itself; the message names the exception's class.
    SENDER_FAILED,
    /// The Schema Registry refuses or answers what no registry would; the message names the code of
    /// `RegistryException`. One that does not answer is asked again, as long as it takes.
    SCHEMA_REGISTRY_REFUSED
}
