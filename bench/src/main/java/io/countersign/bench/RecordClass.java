package io.countersign.bench;

/// What the audit topology has to make of a record.
public enum RecordClass {
    /// A proxy line to a host that the catalogue does not know: counted in a tally.
    OUT_OF_SCOPE,
    /// A proxy line that shows a prompt being sent, without the prompt: an entry.
    WITHOUT_BODY,
    /// A gateway's or Bedrock's record with a prompt of 2 KiB that names a patient: an entry with
    /// findings and sealed evidence.
    WITH_BODY
}
