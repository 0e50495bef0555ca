package io.countersign.intake.bridge;

/// How the values of a foreign topic are written.
public enum Encoding {
    /// The value is the record.
    STRING,
    /// The record is the value, or what lies in it at the payload's path.
    JSON,
    /// Confluent's wire format; becomes JSON, and then as [#JSON].
    AVRO
}
