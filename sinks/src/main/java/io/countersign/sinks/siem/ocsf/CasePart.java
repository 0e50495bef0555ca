package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.NoticeEntry;
import io.countersign.sinks.siem.Headline;
import java.util.List;

/// A step of a case, a notice among them: each updates the incident that the case is.
final class CasePart {
    private static final int NEW = 1;
    private static final int IN_PROGRESS = 2;
    private static final int ON_HOLD = 3;
    private static final int RESOLVED = 4;
    private static final int CLOSED = 5;

    private final EventJson json;
    private final AuditEntry entry;

    CasePart(EventJson json, AuditEntry entry) {
        this.json = json;
        this.entry = entry;
    }

    /// The attributes of an Incident Finding.
    void attributes() {
        entry.getDecision()
                .ifPresent(step -> {
                    incident(step.getCaseId(), step.getPerson(), status(step.getAct()));
                    step.getOutcome()
                            .filter(_proposed -> step.getAct().equals("DECISION"))
                            .ifPresent(outcome ->
                                    json.flag("is_suspected_breach", outcome.equals("BREACH")));
                });
        // Notices follow from a decision.
        entry.getNotice()
                .ifPresent(notice -> incident(notice.getCaseId(), notice.getPerson(), RESOLVED));
    }

    /// What OCSF has no attribute for; what was written about a step is sealed and not here.
    void details(CountersignPart part) {
        entry.getDecision().ifPresent(step -> decision(step, part));
        entry.getNotice().ifPresent(notice -> notice(notice, part));
    }

    private void incident(String caseId, String person, int status) {
        json.number("status_id", status);
        json.object("assignee", () -> json.text("name", person));
        json.objects(
                "finding_info_list",
                List.of(caseId),
                id -> {
                    json.text("uid", id);
                    json.text("title", Headline.of(entry));
                    json.number("created_time", entry.getTimeMillis());
                });
    }

    private void decision(DecisionEntry step, CountersignPart part) {
        part.object(step.getCaseId(), step.getAct());
        json.number("step", step.getStep());
        json.text("outcome", step.getOutcome());
        json.number("entries", step.getEntries());
        step.getMomentMillis().ifPresent(moment -> json.number("moment_time", moment));
        part.evidence(step.getText());
        step.getApproval().ifPresent(part::approval);
    }

    private void notice(NoticeEntry notice, CountersignPart part) {
        part.object(notice.getCaseId(), notice.getRecipient());
        json.number("step", notice.getStep());
        json.textUnlessEmpty("jurisdiction", notice.getJurisdiction());
        json.number("sent_time", notice.getSentMillis());
        json.number("count", notice.getCount());
        part.evidence(notice.getText());
    }

    private static int status(String act) {
        return switch (act) {
            case "OPENED" -> NEW;
            case "DELAY" -> ON_HOLD;
            case "DECISION" -> RESOLVED;
            case "CLOSED" -> CLOSED;
            default -> IN_PROGRESS;
        };
    }
}
