package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Severity;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.LogPosition;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/// An entry or alert to one JSON object, an event of OCSF 1.8.0. The same input gives the same
/// bytes. Pure; for any thread, each with its own target.
///
/// `metadata.uid` is the event's id: `chain#seq` for an entry, the alert's id for an alert;
/// `metadata.correlation_uid` is the `chain#seq` of the entry that it is about, so it joins an
/// alert and its cause. No matched text, prompt, path or body is written: an entry does not have
/// them.
public final class OcsfEncoder {
    /// The version of the schema that the events follow.
    public static final String OCSF_VERSION = "1.8.0";

    private static final int STATUS_NEW = 1;
    private static final int ANALYTIC_RULE = 1;
    private static final int ENTITY_POLICY = 5;

    private final OcsfOptions options;

    public OcsfEncoder(OcsfOptions options) {
        this.options = options;
    }

    /// Whether the configuration leaves entries of this kind out.
    public boolean skips(Decoded.Entry entry) {
        return options.skipKinds().contains(entry.entry().getKind());
    }

    /// Writes the event without a newline.
    public void encode(Decoded.Entry decoded, OutputStream out) {
        AuditEntry entry = decoded.entry();
        Activity activity = Classify.entry(entry);
        LogPosition position = decoded.position();
        try (EventJson json = new EventJson(out)) {
            heading(json, activity, Classify.severity(entry));
            if (activity.type() == OcsfClass.BASE_EVENT || entry.getEvent().isEmpty()) {
                json.number("time", entry.getTimeMillis());
                record(json, entry, activity, position);
            } else {
                EventEntry event = entry.getEvent().get();
                json.number("time", event.getTimeMillis());
                judged(json, entry, event, activity, position);
            }
        }
    }

    /// Writes the event without a newline.
    public void encode(Decoded.Raised decoded, OutputStream out) {
        Alert alert = decoded.alert();
        EventEntry event = alert.getEvent();
        Activity activity = Classify.alert(alert);
        List<EntryRef> causes =
                alert.getCauses().isEmpty() ? List.of(alert.getCause()) : alert.getCauses();
        try (EventJson json = new EventJson(out)) {
            heading(json, activity, alert.getSeverity());
            json.number("time", alert.getRaisedMillis());
            json.text("message", alert.getAlertClass() + ": " + sentence(event));
            json.flag("is_alert", true);
            json.number("status_id", STATUS_NEW);
            AlertPart own = new AlertPart(json, alert);
            own.risk();
            json.object(
                    "finding_info",
                    () -> {
                        json.text("uid", alert.getId());
                        json.text("title", alert.getAlertClass());
                        json.textUnlessEmpty("desc", alert.getSentence());
                        json.number("created_time", alert.getRaisedMillis());
                        json.number(
                                "first_seen_time",
                                alert.getFirstMillis() == 0
                                        ? event.getTimeMillis()
                                        : alert.getFirstMillis());
                        json.number(
                                "last_seen_time",
                                alert.getLastMillis() == 0
                                        ? event.getTimeMillis()
                                        : alert.getLastMillis());
                        analytic(json, "alert:" + alert.getAlertClass());
                        relatedEvents(json, causes);
                        json.number("related_events_count", causes.size());
                    });
            new EventAttributes(json, event).write(activity);
            unmapped(
                    json,
                    "ALERT",
                    decoded.cause(),
                    part -> {
                        json.text("alert_id", alert.getId());
                        json.text("alert_class", alert.getAlertClass());
                        own.write();
                        part.event(event, options.includeSubjectTokensWhichArePhi());
                    });
            metadata(
                    json,
                    alert.getId(),
                    decoded.cause(),
                    alert.getRaisedMillis(),
                    EventAttributes.profiles(activity));
        }
    }

    private void judged(
            EventJson json,
            AuditEntry entry,
            EventEntry event,
            Activity activity,
            LogPosition position) {
        json.text("message", sentence(event));
        if (activity.type() == OcsfClass.DATA_SECURITY_FINDING) {
            // Alerts come on their own; the entry is the record that they refer to.
            json.flag("is_alert", false);
            json.number("status_id", STATUS_NEW);
            json.object(
                    "finding_info",
                    () -> {
                        json.text("uid", position.eventId());
                        json.text("title", title(event));
                        json.number("created_time", entry.getTimeMillis());
                        json.texts("types", event.getReasons());
                        analytic(json, "verdict");
                    });
        }
        new EventAttributes(json, event).write(activity);
        unmapped(
                json,
                entry.getKind().name(),
                position,
                part -> part.event(event, options.includeSubjectTokensWhichArePhi()));
        metadata(
                json,
                position.eventId(),
                position,
                entry.getTimeMillis(),
                EventAttributes.profiles(activity));
    }

    /// An entry about the log itself.
    private void record(EventJson json, AuditEntry entry, Activity activity, LogPosition position) {
        switch (activity.type()) {
            case DETECTION_FINDING -> finding(json, entry, position);
            case APPLICATION_LIFECYCLE -> {
                json.text("message", "audit chain: " + entry.getKind());
                json.object("app", () -> product(json));
            }
            case ENTITY_MANAGEMENT -> {
                json.text("message", "audit chain uses another policy");
                json.object("entity", () -> entity(json, entry));
            }
            case APPLICATION_ERROR -> {
                json.text(
                        "message",
                        "input record "
                                + (entry.getRejection().isPresent() ? "rejected" : "repeated"));
                entry.getRejection()
                        .ifPresent(rejection -> json.text("status_code", rejection.getCode()));
            }
            case BASE_EVENT -> json.text("message", "audit log entry: " + entry.getKind());
            case DATA_SECURITY_FINDING, HTTP_ACTIVITY, API_ACTIVITY ->
                    throw new IllegalArgumentException(
                            "no " + activity.type() + " without an event");
        }
        unmapped(json, entry.getKind().name(), position, part -> details(json, part, entry));
        metadata(json, position.eventId(), position, entry.getTimeMillis(), List.of());
    }

    private void finding(EventJson json, AuditEntry entry, LogPosition position) {
        String title =
                entry.getIncident()
                        .map(incident -> "audit pipeline incident: " + incident.getCode())
                        .or(() -> entry.getAlert().map(AlertEntry::getAlertClass))
                        .orElse("input records were deleted before they were read");
        json.text("message", title);
        json.flag("is_alert", true);
        json.number("status_id", STATUS_NEW);
        json.object(
                "finding_info",
                () -> {
                    json.text(
                            "uid",
                            entry.getAlert()
                                    .map(AlertEntry::getAlertId)
                                    .orElseGet(position::eventId));
                    json.text("title", title);
                    json.number("created_time", entry.getTimeMillis());
                    analytic(json, "audit-log:" + entry.getKind());
                    relatedEvents(
                            json, entry.getAlert().map(AlertEntry::getCauses).orElse(List.of()));
                });
    }

    private static void entity(EventJson json, AuditEntry entry) {
        json.text("name", "countersign policy");
        json.number("type_id", ENTITY_POLICY);
        entry.getPolicy()
                .ifPresent(policy -> {
                    json.textUnlessEmpty("version", policy.getVersion());
                    json.object(
                            "policy",
                            () -> {
                                json.text("name", "countersign");
                                json.text(
                                        "uid",
                                        HexFormat.of().formatHex(policy.getSha256().bytes()));
                                json.textUnlessEmpty("version", policy.getVersion());
                            });
                });
    }

    private static void details(EventJson json, CountersignPart part, AuditEntry entry) {
        entry.getGap()
                .ifPresent(gap -> {
                    json.text("topic", gap.getTopic());
                    json.number("partition", gap.getPartition());
                    json.number("from_offset", gap.getFromOffset());
                    json.number("to_offset", gap.getToOffset());
                });
        entry.getRejection()
                .ifPresent(rejection -> {
                    json.text("code", rejection.getCode());
                    json.number("payload_bytes", rejection.getPayloadBytes());
                    part.input(rejection.getInput());
                    part.source(rejection.getSource());
                });
        entry.getDuplicate()
                .ifPresent(duplicate -> {
                    json.number("payload_bytes", duplicate.getPayloadBytes());
                    part.input(duplicate.getInput());
                    part.source(duplicate.getSource());
                });
        entry.getIncident()
                .ifPresent(incident -> {
                    json.text("code", incident.getCode());
                    incident.getInput().ifPresent(part::input);
                    incident.getReference()
                            .ifPresent(reference ->
                                    json.text(
                                            "reference",
                                            reference.getChain() + "#" + reference.getSeq()));
                });
        entry.getGenesis()
                .ifPresent(genesis -> {
                    json.text("build", genesis.getBuild());
                    json.number("generation", genesis.getGeneration());
                    json.text(
                            "configuration_sha256",
                            HexFormat.of().formatHex(genesis.getConfiguration().bytes()));
                });
        entry.getTakeover()
                .ifPresent(takeover -> {
                    json.text("build", takeover.getBuild());
                    json.text(
                            "configuration_sha256",
                            HexFormat.of().formatHex(takeover.getConfiguration().bytes()));
                });
        entry.getAlert()
                .ifPresent(alert -> {
                    json.text("alert_id", alert.getAlertId());
                    json.text("alert_class", alert.getAlertClass());
                });
        entry.getTally()
                .ifPresent(tally ->
                        json.objects(
                                "inputs",
                                tally.getInputs(),
                                input -> {
                                    json.text("topic", input.getTopic());
                                    json.number("partition", input.getPartition());
                                    json.number("from_offset", input.getFromOffset());
                                    json.number("to_offset", input.getToOffset());
                                    json.objects(
                                            "counts",
                                            input.getCounts(),
                                            count -> {
                                                json.text("outcome", count.getOutcome().name());
                                                json.number("count", count.getCount());
                                            });
                                }));
    }

    private static void heading(EventJson json, Activity activity, Severity severity) {
        OcsfClass type = activity.type();
        json.number("class_uid", type.uid());
        json.text("class_name", type.caption());
        json.number("category_uid", type.categoryUid());
        json.text("category_name", type.categoryName());
        json.number("activity_id", activity.id());
        json.text("activity_name", activity.name());
        json.number("type_uid", activity.typeUid());
        json.number("severity_id", Classify.severityId(severity));
    }

    private static void unmapped(
            EventJson json, String kind, LogPosition position, Consumer<CountersignPart> fields) {
        CountersignPart part = new CountersignPart(json);
        json.object(
                "unmapped",
                () ->
                        json.object(
                                "countersign",
                                () -> {
                                    json.text("kind", kind);
                                    part.position(position);
                                    fields.accept(part);
                                }));
    }

    /// Last, since it says whether anything before it was cut.
    private void metadata(
            EventJson json,
            String uid,
            LogPosition about,
            long loggedMillis,
            List<String> profiles) {
        json.object(
                "metadata",
                () -> {
                    json.text("version", OCSF_VERSION);
                    json.object("product", () -> product(json));
                    json.text("uid", uid);
                    json.text("correlation_uid", about.eventId());
                    json.text("log_name", about.chain());
                    json.number("logged_time", loggedMillis);
                    json.texts("profiles", profiles);
                    if (json.truncated()) {
                        json.flag("is_truncated", true);
                    }
                });
    }

    private void product(EventJson json) {
        json.text("name", "Countersign");
        json.text("vendor_name", "Countersign");
        json.text("version", options.productVersion());
    }

    private static void analytic(EventJson json, String name) {
        json.object(
                "analytic",
                () -> {
                    json.number("type_id", ANALYTIC_RULE);
                    json.text("name", name);
                });
    }

    private static void relatedEvents(EventJson json, List<EntryRef> causes) {
        json.objects(
                "related_events",
                causes,
                cause -> json.text("uid", cause.getChain() + "#" + cause.getSeq()));
    }

    private static String title(EventEntry event) {
        String content = Classify.holdsPhi(event) ? "PHI" : "Content not known to be free of PHI";
        return switch (event.getCoverage().getState()) {
            case COVERED -> content + " sent to an AI service under a BAA";
            case NOT_COVERED -> content + " sent to an AI service without a BAA";
            case UNKNOWN, UNRECOGNISED ->
                    content + " sent to an AI service whose coverage is unknown";
        };
    }

    /// One line for a list of events: verdict, what, where to, what the proxy did.
    private static String sentence(EventEntry event) {
        StringBuilder text = new StringBuilder(160);
        text.append(event.getDisposition()).append(": ");
        ContentPart content = event.getContent();
        text.append("content ").append(content.getInspected());
        int listed = 0;
        for (FindingCount finding : content.getFindings()) {
            if (listed == 0) {
                text.append(", found ");
            }
            if (listed < EventJson.MAX_ELEMENTS) {
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
}
