package io.countersign.ledger;

import io.countersign.schemas.EntryRef;
import io.countersign.schemas.TimestampEntry;

/// What the ledger itself has to say in its own chain, with the next seal.
sealed interface News {
    /// A time stamp, or that there is none.
    ///
    /// @param origin of the log that was to be stamped, and that alone says so
    record Stamp(String origin, TimestampEntry entry) implements News {
        @Override
        public boolean isFor(String log) {
            return log.equals(origin);
        }
    }

    /// Whether it belongs into the log of that origin.
    default boolean isFor(String log) {
        return true;
    }

    /// Something went wrong that did not stop the sealer.
    ///
    /// @param code of `docs/spec/incidents.md`
    record Incident(String code) implements News {}

    /// A chain was damaged and is closed with this seal.
    ///
    /// @param code of `docs/spec/incidents.md`
    /// @param head its last entry that is sealed
    record Damage(String code, EntryRef head) implements News {}
}
