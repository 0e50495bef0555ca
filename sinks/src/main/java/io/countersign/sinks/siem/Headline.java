package io.countersign.sinks.siem;

import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.NoticeEntry;
import io.countersign.schemas.ReviewEntry;

/// One line for a list of events, in every format the same; made of our own words, info types,
/// codes and catalogue names, never of text that a source wrote. Pure.
public final class Headline {
    private static final int MAX_TYPES = 64;

    private Headline() {}

    /// What the alert is, and the event that caused it.
    public static String of(Alert alert) {
        return alert.getAlertClass() + ": " + of(alert.getEvent());
    }

    /// What the entry says.
    public static String of(AuditEntry entry) {
        EntryKind kind = entry.getKind();
        return switch (kind) {
            case EVENT -> entry.getEvent().map(Headline::of).orElse("event");
            case AMENDMENT -> entry.getAmendment().map(Headline::amended).orElse("amended event");
            case GENESIS, TAKEOVER, CLOSE -> "audit chain: " + kind;
            case POLICY -> "audit chain uses another policy";
            case GAP -> "input records were deleted before they were read";
            case REJECTION -> "input record rejected";
            case DUPLICATE -> "input record repeated";
            case ALERT ->
                    entry.getAlert().map(AlertEntry::getAlertClass).orElse("alert was raised");
            case INCIDENT ->
                    "audit pipeline incident: "
                            + entry.getIncident().map(IncidentEntry::getCode).orElse("");
            case REVIEW -> entry.getReview().map(Headline::review).orElse("review");
            case ACCESS ->
                    "a person saw what is kept outside the log: "
                            + entry.getAccess().map(AccessEntry::getAction).orElse("");
            case KEY -> "key of the log: " + entry.getKey().map(KeyEntry::getChange).orElse("");
            case KEK ->
                    "key of a quarter's evidence: "
                            + entry.getKek().map(KekEntry::getChange).orElse("");
            case SCHEMA -> "schema of entries logged";
            case HOLD ->
                    "hold on evidence: " + entry.getHold().map(HoldEntry::getChange).orElse("");
            case SHRED -> "key of a quarter's evidence goes, as two persons agreed";
            case DISPOSAL ->
                    "what the locked record has kept for its time goes, as two persons agreed";
            case RECONCILE ->
                    "sink compared with the log: "
                            + entry.getReconcile()
                                    .map(OutcomeOfSink::of)
                                    .map(Enum::name)
                                    .orElse("");
            case DECISION -> "case: " + entry.getDecision().map(Headline::step).orElse("");
            case NOTICE ->
                    "case: notice sent to "
                            + entry.getNotice().map(NoticeEntry::getRecipient).orElse("");
            case UNRECOGNISED, TALLY, SILENCE, SEAL, TIMESTAMP -> "audit log entry: " + kind;
        };
    }

    private static String review(ReviewEntry review) {
        return review.getExamined()
                .map(part -> "part of the log examined: " + part.getOutcome())
                .orElseGet(() -> "alert closed as " + review.getVerdict());
    }

    /// Verdict, what was found, where it went, what the proxy did.
    public static String of(EventEntry event) {
        StringBuilder text = new StringBuilder(160);
        text.append(event.getDisposition()).append(": ");
        ContentPart content = event.getContent();
        text.append("content ").append(content.getInspected());
        int listed = 0;
        for (FindingCount finding : content.getFindings()) {
            if (listed == 0) {
                text.append(", found ");
            }
            if (listed < MAX_TYPES) {
                text.append(listed == 0 ? "" : ", ")
                        .append(finding.getType())
                        .append(" x")
                        .append(finding.getCount());
            }
            listed++;
        }
        text.append(", to ").append(event.getDestination().getProduct());
        text.append(" (account ").append(event.getDestination().getAccount());
        text.append(", coverage ").append(event.getCoverage().getState());
        return text.append("), ").append(event.getAction()).toString();
    }

    /// What it is in a few fixed words: of an event what was sent, else the whole line.
    public static String title(AuditEntry entry) {
        return entry.getEvent()
                .or(() -> entry.getAmendment().map(AmendmentEntry::getRevised))
                .map(Headline::title)
                .orElseGet(() -> of(entry));
    }

    /// What it is in a few fixed words.
    public static String title(EventEntry event) {
        String content = holdsPhi(event) ? "PHI" : "Content not known to be free of PHI";
        return switch (event.getCoverage().getState()) {
            case COVERED -> content + " sent to an AI service under a BAA";
            case NOT_COVERED -> content + " sent to an AI service without a BAA";
            case UNKNOWN, UNRECOGNISED ->
                    content + " sent to an AI service whose coverage is unknown";
        };
    }

    /// Whether PHI, or something that may be, was found.
    public static boolean holdsPhi(EventEntry event) {
        return event.getContent().getPhi().orElse(false)
                || !event.getContent().getFindings().isEmpty();
    }

    private static String step(DecisionEntry step) {
        return step.getAct() + step.getOutcome().map(outcome -> ", " + outcome).orElse("");
    }

    private static String amended(AmendmentEntry amendment) {
        return "amended by " + amendment.getBasis() + ": " + of(amendment.getRevised());
    }
}
