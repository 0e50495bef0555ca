package io.countersign.audit.chain;

import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.NoticeEntry;
import java.util.Set;

/// The form of the entries about cases. [EntryGrammar] has the grammars of single fields.
public final class CaseGrammar {
    /// What a step of a case does.
    public static final String OPENED = "OPENED";

    public static final String ENTRIES = "ENTRIES";
    public static final String NOTE = "NOTE";
    public static final String DISCOVERY = "DISCOVERY";
    public static final String DELAY = "DELAY";

    /// Somebody was asked to attest what nobody saw.
    public static final String ASKED = "ASKED";

    public static final String ATTESTATION = "ATTESTATION";
    public static final String PROPOSAL = "PROPOSAL";
    public static final String DECISION = "DECISION";
    public static final String CLOSED = "CLOSED";

    /// The act of a step that is a notice; its entry is of a kind of its own.
    public static final String NOTICE = "NOTICE";

    private static final Set<String> ACTS =
            Set.of(
                    OPENED,
                    ENTRIES,
                    NOTE,
                    DISCOVERY,
                    DELAY,
                    ASKED,
                    ATTESTATION,
                    PROPOSAL,
                    DECISION,
                    CLOSED);
    private static final Set<String> OUTCOMES =
            Set.of("NOT_A_DISCLOSURE", "EXCEPTION", "LOW_PROBABILITY", "BREACH");
    private static final Set<String> RECIPIENTS =
            Set.of("INDIVIDUALS", "MEDIA", "HHS", "STATE", "VENDOR");
    private static final int MAX_CASE_CHARS = 64;
    private static final AsciiSet CASE = AsciiSet.of("a-z0-9._-");
    private static final AsciiSet LETTERS = AsciiSet.of("A-Z");

    private CaseGrammar() {}

    /// Whether a text can be a case's id: 1 to 64 of `a-z 0-9 . _ -`, beginning with a letter or a
    /// digit.
    public static boolean caseId(String text) {
        return CASE.covers(text, MAX_CASE_CHARS)
                && !text.isEmpty()
                && (Character.isDigit(text.charAt(0)) || Character.isLetter(text.charAt(0)));
    }

    /// Whether a text can name a state or territory: two capital letters.
    public static boolean jurisdiction(String text) {
        return text.length() == 2 && LETTERS.covers(text, 2);
    }

    static void decision(Faults faults, DecisionEntry decision) {
        String act = decision.getAct();
        faults.check("decision.caseId", decision.getCaseId(), CaseGrammar::caseId);
        faults.require("decision.step", decision.getStep() >= 0);
        faults.require("decision.act", ACTS.contains(act));
        faults.require("decision.step", (decision.getStep() == 0) == act.equals(OPENED));
        faults.check("decision.person", decision.getPerson(), EntryGrammar::user);
        faults.require(
                "decision.outcome",
                decision.getOutcome().isPresent() == (act.equals(PROPOSAL) || act.equals(DECISION))
                        && decision.getOutcome().stream().allMatch(OUTCOMES::contains));
        faults.require("decision.entries", decision.getEntries() >= 0);
        faults.require(
                "decision.momentMillis",
                decision.getMomentMillis().isPresent()
                                == (act.equals(DISCOVERY) || act.equals(DELAY))
                        && decision.getMomentMillis().orElse(0L) >= 0);
        EntryFields.evidence(faults, "decision.text", decision.getText());
        faults.require(
                "decision.approval", decision.getApproval().isPresent() == act.equals(DECISION));
        decision.getApproval()
                .ifPresent(
                        approval -> KeepingGrammar.approval(faults, "decision.approval", approval));
    }

    static void notice(Faults faults, NoticeEntry notice) {
        faults.check("notice.caseId", notice.getCaseId(), CaseGrammar::caseId);
        faults.require("notice.step", notice.getStep() > 0);
        faults.require("notice.recipient", RECIPIENTS.contains(notice.getRecipient()));
        faults.checkOrEmpty(
                "notice.jurisdiction", notice.getJurisdiction(), CaseGrammar::jurisdiction);
        faults.check("notice.person", notice.getPerson(), EntryGrammar::user);
        faults.require("notice.sentMillis", notice.getSentMillis() >= 0);
        faults.require("notice.count", notice.getCount() > 0);
        EntryFields.evidence(faults, "notice.text", notice.getText());
    }
}
