package io.countersign.forensics.cases;

import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceOpener;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.evidence.Opening;
import io.countersign.audit.evidence.Sealed;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.DecisionEntry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;

/// Seals and opens what is written in cases, as evidence is sealed (`docs/spec/evidence.md`), at
/// the place `case.ID/0@1` and the step's number: no step opens as another's, nor in another case.
/// For one thread.
public final class CaseTexts {
    private final EvidenceSealer sealer;
    private final EvidenceOpener opener;

    /// @param keys of cases, not those of evidence
    public CaseTexts(EvidenceKeys keys) {
        this.sealer = new EvidenceSealer(keys, new SecureRandom());
        this.opener = new EvidenceOpener(keys);
    }

    /// Seals a step under the key of the quarter in which it was written.
    public Sealed seal(String caseId, CaseStep step) {
        return sealer.seal(place(caseId), step.number(), step.at(), step.encode());
    }

    /// Reads a step: PHI may stand in it, and the access is chained before.
    ///
    /// @throws IOException where the text is not the one that the entry is committed to
    public CaseStep open(SealedStep step) throws IOException {
        return checked(step, opened(step).step());
    }

    /// As above, to be handed out: with what leads from the text to the entry.
    public OpenedStep opened(SealedStep step) throws IOException {
        StepEntry entry = step.entry();
        return switch (opener.open(
                place(entry.caseId()), step.textOf(), entry.text(), step.envelope())) {
            case Opening.Opened opened -> new OpenedStep(opened.salt(), opened.plaintext());
            case Opening.Refused refused ->
                    throw new IOException(
                            "the text of step "
                                    + entry.number()
                                    + " is not the one that the log names: "
                                    + refused.reason());
        };
    }

    /// A decision is its proposal's text under two names; every other step is what it says.
    private static CaseStep checked(SealedStep step, CaseStep text) throws IOException {
        StepEntry entry = step.entry();
        if (entry instanceof StepEntry.Step(DecisionEntry decision)
                && decision.getApproval().isPresent()) {
            ApprovalPart approval = decision.getApproval().get();
            return text.decidedAs(
                    entry.number(),
                    decision.getPerson(),
                    Instant.ofEpochMilli(approval.getMadeMillis()));
        }
        if (text.number() != entry.number() || !text.act().equals(entry.act())) {
            throw new IOException("step " + entry.number() + " says another thing than its entry");
        }
        return text;
    }

    private static String place(String caseId) {
        return "case." + caseId + "/0@1";
    }
}
