package io.countersign.audit.verify;

import io.countersign.audit.note.Checkpoint;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.SealEntry;
import java.util.Optional;

/// How everything stands at the end of a log that was read to its end: what the next one goes on
/// from.
///
/// @param checkpoint of the whole log
/// @param seal the last leaf
record LogEnd(Checkpoint checkpoint, EntryAt seal, ChainWalk chains, EvidenceKeyWalk evidenceKeys) {
    SealEntry lastSeal() {
        return seal.entry().getSeal().orElseThrow();
    }

    /// The log that goes on from here; empty where this one has not ended.
    Optional<NextLog> next() {
        return Optional.of(seal.entry()).flatMap(AuditEntry::getSeal).flatMap(SealEntry::getNext);
    }
}
