package io.countersign.audit.evidence;

import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import java.util.Optional;

/// The evidence that an entry refers to, sealed at the entry's own place: the texts of an event, or
/// the reason of an access. The texts of cases are no evidence; their keys are others.
public final class EntryEvidence {
    private EntryEvidence() {}

    /// Whether entries of this kind refer to evidence: the others need not be decoded.
    public static boolean mayHave(EntryKind kind) {
        return kind == EntryKind.EVENT || kind == EntryKind.ACCESS;
    }

    public static Optional<EvidenceRef> of(AuditEntry entry) {
        return entry.getEvent()
                .flatMap(EventEntry::getEvidence)
                .or(() -> entry.getAccess().flatMap(AccessEntry::getReason));
    }
}
