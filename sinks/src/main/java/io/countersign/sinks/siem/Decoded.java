package io.countersign.sinks.siem;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;

/// What the bytes of one Kafka record turned out to be.
public sealed interface Decoded {
    /// What can be sent to a receiver.
    sealed interface Known extends Decoded {
        /// Where it, or what caused it, lies in the log.
        LogPosition position();

        /// The same at every delivery, so that a receiver or its reader can tell a duplicate:
        /// `chain#seq` for an entry, the alert's id for an alert.
        String eventId();

        /// When it happened where that is known, else when it was logged or raised.
        long timeMillis();
    }

    /// An entry of the audit log, from `audit.entry.v1`.
    record Entry(LogPosition position, AuditEntry entry) implements Known {
        @Override
        public String eventId() {
            return position.eventId();
        }

        @Override
        public long timeMillis() {
            return entry.getEvent()
                    .map(event -> event.getTimeMillis())
                    .orElseGet(entry::getTimeMillis);
        }

        /// Redacted.
        @Override
        public String toString() {
            return "Entry[" + position.eventId() + "]";
        }
    }

    /// An alert, from `alert.v1`; its position is that of the entry that caused it.
    record Raised(LogPosition cause, Alert alert) implements Known {
        @Override
        public LogPosition position() {
            return cause;
        }

        @Override
        public String eventId() {
            return alert.getId();
        }

        @Override
        public long timeMillis() {
            return alert.getRaisedMillis();
        }

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
