package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Severity;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EntrySeverity;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.Headline;
import io.countersign.sinks.siem.LogPosition;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An entry or alert to one JSON object, an event of OCSF 1.8.0. The same input gives the same
/// bytes. Keeps its buffers: for one thread at a time.
///
/// `metadata.uid` is the event's id: `chain#seq` for an entry, the alert's id for an alert;
/// `metadata.correlation_uid` is the `chain#seq` of the entry that it is about, so it joins an
/// alert and its cause. No matched text, prompt, path or body is written: an entry does not have
/// them.
public final class OcsfEncoder implements EventEncoder {
    /// The version of the schema that the events follow.
    public static final String OCSF_VERSION = "1.8.0";

    private static final int STATUS_NEW = 1;
    private static final int STATUS_RESOLVED = 4;
    private static final int ANALYTIC_RULE = 1;

    private final OcsfOptions options;
    private final EventJson json = new EventJson();
    private final MessageDigest sha256 = Attestation.sha256();

    public OcsfEncoder(OcsfOptions options) {
        this.options = options;
    }

    /// Writes the event without a newline. A brief one has short texts and lists
    /// (`metadata.is_truncated`); the position in the log and the verdict are whole in both.
    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        switch (decoded) {
            case Decoded.Entry entry -> encode(entry, detail, out);
            case Decoded.Raised raised -> encode(raised, detail, out);
        }
    }

    /// In full.
    public void encode(Decoded.Entry decoded, OutputStream out) {
        encode(decoded, Detail.FULL, out);
    }

    /// In full.
    public void encode(Decoded.Raised decoded, OutputStream out) {
        encode(decoded, Detail.FULL, out);
    }

    private void encode(Decoded.Entry decoded, Detail detail, OutputStream out) {
        AuditEntry entry = decoded.entry();
        Activity activity = Classify.entry(entry);
        LogPosition position = decoded.position();
        json.begin(detail);
        heading(activity, EntrySeverity.of(entry));
        Optional<EventEntry> judged =
                entry.getEvent().or(() -> entry.getAmendment().map(AmendmentEntry::getRevised));
        int fingerprintAt;
        if (activity.type() == OcsfClass.BASE_EVENT || judged.isEmpty()) {
            json.number("time", entry.getTimeMillis());
            fingerprintAt = aboutLog(entry, activity, position);
        } else {
            json.number("time", judged.get().getTimeMillis());
            fingerprintAt = judged(entry, judged.get(), activity, position);
        }
        json.end();
        json.copy(0, fingerprintAt, out);
        write(Attestation.fingerprint(json, sha256), out);
        json.copy(fingerprintAt, json.size(), out);
    }

    private void encode(Decoded.Raised decoded, Detail detail, OutputStream out) {
        Alert alert = decoded.alert();
        EventEntry event = alert.getEvent();
        Activity activity = Classify.alert(alert);
        List<EntryRef> causes =
                alert.getCauses().isEmpty() ? List.of(alert.getCause()) : alert.getCauses();
        json.begin(detail);
        heading(activity, alert.getSeverity());
        json.number("time", alert.getRaisedMillis());
        json.text("message", Headline.of(alert));
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
                    analytic("alert:" + alert.getAlertClass());
                    relatedEvents(causes);
                    json.number("related_events_count", causes.size());
                });
        new EventAttributes(json, event).write(activity);
        // No attestation: an alert is no entry of a chain, the entries that it names are.
        json.object(
                "unmapped",
                () ->
                        own(
                                "ALERT",
                                decoded.cause(),
                                part -> {
                                    json.text("alert_id", alert.getId());
                                    json.text("alert_class", alert.getAlertClass());
                                    own.write();
                                    part.event(event, options.includeSubjectTokensWhichArePhi());
                                }));
        metadata(
                alert.getId(),
                decoded.cause().eventId(),
                decoded.cause().chain(),
                alert.getRaisedMillis(),
                EventAttributes.profiles(activity));
        json.end();
        json.copy(0, json.size(), out);
    }

    private int judged(
            AuditEntry entry, EventEntry event, Activity activity, LogPosition position) {
        json.text("message", Headline.of(entry));
        Optional<AmendmentEntry> amendment = entry.getAmendment();
        String about =
                amendment
                        .map(AmendmentEntry::getOriginal)
                        .map(original -> original.getChain() + "#" + original.getSeq())
                        .orElseGet(position::eventId);
        if (activity.type() == OcsfClass.DATA_SECURITY_FINDING) {
            // Alerts come on their own; the entry is the record that they refer to.
            json.flag("is_alert", false);
            json.number("status_id", Classify.isFinding(event) ? STATUS_NEW : STATUS_RESOLVED);
            json.object(
                    "finding_info",
                    () -> {
                        // An amendment updates the finding of the event that it is about.
                        json.text("uid", about);
                        json.text("title", Headline.title(event));
                        json.number("created_time", entry.getTimeMillis());
                        json.texts("types", event.getReasons());
                        analytic(amendment.isPresent() ? "amendment" : "verdict");
                        relatedEvents(
                                amendment.map(AmendmentEntry::getLearntFrom).orElse(List.of()));
                    });
        }
        new EventAttributes(json, event).write(activity);
        int fingerprintAt =
                unmapped(
                        entry,
                        position,
                        part -> {
                            amendment.ifPresent(part::amendment);
                            part.event(event, options.includeSubjectTokensWhichArePhi());
                        });
        metadata(
                position.eventId(),
                about,
                position.chain(),
                entry.getTimeMillis(),
                EventAttributes.profiles(activity));
        return fingerprintAt;
    }

    private int aboutLog(AuditEntry entry, Activity activity, LogPosition position) {
        AboutLogPart own = new AboutLogPart(json, entry, position);
        own.write(activity, this::product);
        int fingerprintAt = unmapped(entry, position, own::details);
        metadata(
                position.eventId(),
                position.eventId(),
                position.chain(),
                entry.getTimeMillis(),
                own.profiles());
        return fingerprintAt;
    }

    private void heading(Activity activity, Severity severity) {
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

    private int unmapped(AuditEntry entry, LogPosition position, Consumer<CountersignPart> fields) {
        int[] fingerprintAt = new int[1];
        json.object(
                "unmapped",
                () -> {
                    own(entry.getKind().name(), position, fields);
                    fingerprintAt[0] = Attestation.write(json, entry, position);
                });
        return fingerprintAt[0];
    }

    private void own(String kind, LogPosition position, Consumer<CountersignPart> fields) {
        CountersignPart part = new CountersignPart(json);
        json.object(
                "countersign",
                () -> {
                    json.text("kind", kind);
                    part.position(position);
                    fields.accept(part);
                });
    }

    /// Last, since it says whether anything before it was cut.
    private void metadata(
            String uid, String about, String chain, long loggedMillis, List<String> profiles) {
        json.object(
                "metadata",
                () -> {
                    json.text("version", OCSF_VERSION);
                    json.object("product", this::product);
                    json.text("uid", uid);
                    json.text("correlation_uid", about);
                    json.text("log_name", chain);
                    json.number("logged_time", loggedMillis);
                    json.texts("profiles", profiles);
                    if (json.truncated()) {
                        json.flag("is_truncated", true);
                    }
                });
    }

    private static void write(byte[] bytes, OutputStream out) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing an event failed", e);
        }
    }

    private void product() {
        json.text("name", "Countersign");
        json.text("vendor_name", "Countersign");
        json.text("version", options.productVersion());
    }

    private void analytic(String name) {
        json.object(
                "analytic",
                () -> {
                    json.number("type_id", ANALYTIC_RULE);
                    json.text("name", name);
                });
    }

    private void relatedEvents(List<EntryRef> causes) {
        json.objects(
                "related_events",
                causes,
                cause -> json.text("uid", cause.getChain() + "#" + cause.getSeq()));
    }
}
