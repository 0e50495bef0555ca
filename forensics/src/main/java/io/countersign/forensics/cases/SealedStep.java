package io.countersign.forensics.cases;

import io.countersign.schemas.EvidenceEnvelope;
import java.util.Objects;

/// A step as it lies in the case's folder.
///
/// @param textOf the step whose text it is: a decision signs the text of its proposal, every other
///   step has its own
public record SealedStep(StepEntry entry, long textOf, EvidenceEnvelope envelope) {
    public SealedStep {
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(envelope, "envelope");
        if (textOf < 0 || textOf > entry.number()) {
            throw new IllegalArgumentException("text of step " + textOf);
        }
    }

    @Override
    public String toString() {
        return "SealedStep[" + entry.caseId() + ", " + entry.number() + ", " + entry.act() + "]";
    }
}
