package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.AuditEntry;

/// An entry of the log and where it lies.
record EntryAt(long leafIndex, Sha256 leafHash, AuditEntry entry) {
    /// For a message. The chain id is quoted only once its form has been checked.
    String place() {
        return "leaf " + leafIndex;
    }

    /// A string of `chain seq n (leaf i)`, for entries whose chain id has the right form.
    String namedPlace() {
        return entry.getChain() + " entry " + entry.getSeq() + " (leaf " + leafIndex + ")";
    }
}
