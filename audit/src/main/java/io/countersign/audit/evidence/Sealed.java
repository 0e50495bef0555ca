package io.countersign.audit.evidence;

import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import java.util.Objects;

/// Sealed evidence: the envelope for the evidence store, and what the entry says of it.
public record Sealed(EvidenceEnvelope envelope, EvidenceRef ref) {
    public Sealed {
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(ref, "ref");
    }

    @Override
    public String toString() {
        return "Sealed[" + ref.getKid() + ", " + ref.getPlaintextBytes() + " bytes]";
    }
}
