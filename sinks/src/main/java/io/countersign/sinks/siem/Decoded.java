package io.countersign.sinks.siem;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;

/// What the bytes of one Kafka record turned out to be.
public sealed interface Decoded {
    /// An entry of the audit log, from `audit.entry.v1`.
    record Entry(LogPosition position, AuditEntry entry) implements Decoded {
        /// Redacted.
        @Override
        public String toString() {
            return "Entry[" + position.eventId() + "]";
        }
    }

    /// An alert, from `alert.v1`; its position is that of the entry that caused it.
    record Raised(LogPosition cause, Alert alert) implements Decoded {
        /// Redacted.
        @Override
        public String toString() {
            return "Raised[" + cause.eventId() + "]";
        }
    }

    /// Bytes that are neither.
    ///
    /// @param code a name of `UndecodableRecordException.Code`, or `VALUE_NOT_BYTES` (the connector
    ///   needs `ByteArrayConverter`), `NOT_AN_ENTRY_OR_ALERT`, or `INVALID_FIELD`
    record Undecodable(String code) implements Decoded {}
}
