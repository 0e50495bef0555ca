package io.countersign.forensics.cases;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.NoticeEntry;

/// What the log says of a step: a `decision` entry, or a `notice`.
public sealed interface StepEntry {
    String caseId();

    long number();

    /// A word of [CaseGrammar].
    String act();

    /// Binds the text.
    EvidenceRef text();

    /// Any step but a notice.
    record Step(DecisionEntry entry) implements StepEntry {
        @Override
        public String caseId() {
            return entry.getCaseId();
        }

        @Override
        public long number() {
            return entry.getStep();
        }

        @Override
        public String act() {
            return entry.getAct();
        }

        @Override
        public EvidenceRef text() {
            return entry.getText();
        }
    }

    /// A notice that was sent.
    record Notice(NoticeEntry entry) implements StepEntry {
        @Override
        public String caseId() {
            return entry.getCaseId();
        }

        @Override
        public long number() {
            return entry.getStep();
        }

        @Override
        public String act() {
            return CaseGrammar.NOTICE;
        }

        @Override
        public EvidenceRef text() {
            return entry.getText();
        }
    }
}
