package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.sinks.siem.Headline;
import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.OutcomeOfSink;
import java.util.HexFormat;
import java.util.List;

/// An entry about the log itself or about what people did with it, and not about an exchange with
/// an AI service: what its class asks for, and its own fields under `unmapped.countersign`.
final class AboutLogPart {
    private static final HexFormat HEX = HexFormat.of();
    private static final int STATUS_NEW = 1;
    private static final int STATUS_RESOLVED = 4;
    private static final int ENTITY_POLICY = 5;
    private static final int ENTITY_OTHER = 99;

    private final EventJson json;
    private final AuditEntry entry;
    private final LogPosition position;
    private final KeptEvidencePart kept;

    AboutLogPart(EventJson json, AuditEntry entry, LogPosition position) {
        this.json = json;
        this.entry = entry;
        this.position = position;
        this.kept = new KeptEvidencePart(json, entry);
    }

    /// The attributes of the entry's class.
    void write(Activity activity, Runnable product) {
        json.text("message", Headline.of(entry));
        switch (activity.type()) {
            case DETECTION_FINDING -> {
                json.flag("is_alert", entry.getReview().isEmpty());
                finding(entry.getReview().isPresent());
                entry.getReview().ifPresent(this::review);
            }
            case COMPLIANCE_FINDING ->
                    entry.getReconcile()
                            .ifPresent(reconcile -> {
                                finding(OutcomeOfSink.of(reconcile) != OutcomeOfSink.FAIL);
                                new ReconcilePart(json, reconcile).attributes();
                            });
            case INCIDENT_FINDING -> new CasePart(json, entry).attributes();
            case APPLICATION_LIFECYCLE -> json.object("app", product);
            case ENTITY_MANAGEMENT -> {
                kept.attributes();
                json.object("entity", this::entity);
            }
            case APPLICATION_ERROR ->
                    entry.getRejection()
                            .ifPresent(rejection -> json.text("status_code", rejection.getCode()));
            case DATASTORE_ACTIVITY -> entry.getAccess().ifPresent(this::access);
            case BASE_EVENT -> {}
            case DATA_SECURITY_FINDING, HTTP_ACTIVITY, API_ACTIVITY ->
                    throw new IllegalArgumentException(
                            "no " + activity.type() + " without an event");
        }
    }

    /// The profiles that [#write(Activity, Runnable)] uses.
    List<String> profiles() {
        boolean incident =
                entry.getReview().isPresent()
                        || entry.getDecision().isPresent()
                        || entry.getNotice().isPresent();
        return incident ? List.of("incident") : List.of();
    }

    private void finding(boolean closed) {
        json.number("status_id", closed ? STATUS_RESOLVED : STATUS_NEW);
        json.object(
                "finding_info",
                () -> {
                    json.text("uid", findingUid());
                    json.text("title", Headline.of(entry));
                    json.number("created_time", entry.getTimeMillis());
                    json.object(
                            "analytic",
                            () -> {
                                json.number("type_id", 1);
                                json.text("name", "audit-log:" + entry.getKind());
                            });
                    List<EntryRef> causes =
                            entry.getAlert().map(AlertEntry::getCauses).orElse(List.of());
                    json.objects(
                            "related_events",
                            causes,
                            cause -> json.text("uid", cause.getChain() + "#" + cause.getSeq()));
                });
    }

    /// A review closes the finding that the alert opened.
    private String findingUid() {
        return entry.getAlert()
                .map(AlertEntry::getAlertId)
                .or(() -> entry.getReview().map(review -> review.getAlertId()))
                .orElseGet(position::eventId);
    }

    /// Profile incident: what a person found the alert to be, and who.
    private void review(ReviewEntry review) {
        json.object("assignee", () -> json.text("name", review.getPerson()));
        json.number("verdict_id", verdictId(review.getVerdict()));
        json.text("verdict", review.getVerdict().name());
        json.textUnlessEmpty("comment", review.getReason());
    }

    private static int verdictId(ReviewVerdict verdict) {
        return switch (verdict) {
            case UNRECOGNISED -> 0;
            case FALSE_ALERT -> 1;
            case TRUE_ALERT -> 2;
            case AUTHORISED -> 5;
            case TEST -> 6;
            case PERSONAL_USE -> Activity.OTHER;
        };
    }

    /// Who looked is the actor; nobody asked from where.
    private void access(AccessEntry access) {
        json.object(
                "actor", () -> json.object("user", () -> json.text("name", access.getPerson())));
        json.object("src_endpoint", () -> json.text("name", "Unknown"));
        json.object(
                "database",
                () -> {
                    json.number("type_id", Activity.OTHER);
                    json.text("type", "Audit record");
                    json.text("name", access.getQuery().isPresent() ? "archive" : "evidence");
                });
        access.getQuery()
                .ifPresent(query ->
                        json.object(
                                "query_info",
                                () -> {
                                    json.text("uid", access.getAccessId());
                                    json.text("query_string", query);
                                }));
    }

    private void entity() {
        kept.entity();
        entry.getPolicy()
                .ifPresent(policy -> {
                    json.text("name", "countersign policy");
                    json.number("type_id", ENTITY_POLICY);
                    json.textUnlessEmpty("version", policy.getVersion());
                    json.object(
                            "policy",
                            () -> {
                                json.text("name", "countersign");
                                json.hex("uid", policy.getSha256().bytes());
                                json.textUnlessEmpty("version", policy.getVersion());
                            });
                });
        entry.getKey()
                .ifPresent(key -> {
                    json.text("name", key.getVkey());
                    json.number("type_id", ENTITY_OTHER);
                    json.text("type", "Public key of the log");
                });
        entry.getSchema$()
                .ifPresent(schema -> {
                    json.text("name", HEX.toHexDigits(schema.getFingerprint()));
                    json.number("type_id", ENTITY_OTHER);
                    json.text("type", "Avro schema");
                });
    }

    /// What `unmapped.countersign` says of the entry.
    void details(CountersignPart part) {
        kept.details(part);
        new CasePart(json, entry).details(part);
        entry.getReconcile()
                .ifPresent(reconcile -> new ReconcilePart(json, reconcile).details(part));
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
                    json.hex("configuration_sha256", genesis.getConfiguration().bytes());
                });
        entry.getTakeover()
                .ifPresent(takeover -> {
                    json.text("build", takeover.getBuild());
                    json.hex("configuration_sha256", takeover.getConfiguration().bytes());
                });
        entry.getAlert()
                .ifPresent(alert -> {
                    json.text("alert_id", alert.getAlertId());
                    json.text("alert_class", alert.getAlertClass());
                    json.textUnlessEmpty("alert_group", alert.getGroup());
                    json.texts("rules", alert.getRules());
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
        entry.getReview()
                .ifPresent(review -> {
                    json.text("alert_group", review.getAlertId());
                    json.text("verdict", review.getVerdict().name());
                    json.text("reviewer", review.getPerson());
                    json.textUnlessEmpty("reason", review.getReason());
                    json.texts("rules", review.getRules());
                    json.object(
                            "about",
                            () -> {
                                json.text("kind", review.getAboutKind().name());
                                json.textUnlessEmpty("name", review.getAbout());
                            });
                    review.getExamined().ifPresent(part::examined);
                });
        entry.getAccess()
                .ifPresent(access -> {
                    json.text("access_id", access.getAccessId());
                    json.text("accessed_by", access.getPerson());
                    json.text("access", access.getAction());
                    json.text("purpose", access.getPurpose());
                    json.number("count", access.getCount());
                    json.flag("reason_given", access.getReason().isPresent());
                    access.getApproval().ifPresent(part::approval);
                });
        entry.getKey()
                .ifPresent(key -> {
                    json.text("vkey", key.getVkey());
                    json.text("change", key.getChange());
                    key.getSinceMillis().ifPresent(since -> json.number("since_time", since));
                });
        entry.getSchema$()
                .ifPresent(schema -> {
                    json.text("fingerprint", HEX.toHexDigits(schema.getFingerprint()));
                    json.hex("schema_sha256", schema.getSha256().bytes());
                });
        entry.getSeal()
                .ifPresent(seal -> {
                    json.number("batch", seal.getN());
                    json.number("leaves", seal.getLeaves());
                    json.hex("previous_checkpoint_sha256", seal.getPreviousCheckpoint().bytes());
                    json.objects(
                            "heads",
                            seal.getHeads(),
                            head -> {
                                json.text("chain", head.getChain());
                                json.number("seq", head.getSeq());
                                json.hex("leaf_hash", head.getLeafHash().bytes());
                            });
                });
        entry.getTimestamp()
                .ifPresent(stamp -> {
                    json.number("tree_size", stamp.getSize());
                    json.hex("checkpoint_sha256", stamp.getCheckpoint().bytes());
                    stamp.getResponse()
                            .ifPresent(answer -> json.hex("response_sha256", answer.bytes()));
                    stamp.getStampedMillis().ifPresent(at -> json.number("stamped_time", at));
                    stamp.getWithoutSinceMillis()
                            .ifPresent(since -> json.number("without_since_time", since));
                });
    }
}
