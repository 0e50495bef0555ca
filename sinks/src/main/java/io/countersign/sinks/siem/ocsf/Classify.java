package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.Severity;
import io.countersign.sinks.siem.Headline;
import java.util.Locale;

/// Which class, activity and severity an entry or alert has. Pure.
final class Classify {
    private static final int CREATE = 1;

    private Classify() {}

    /// A judged event that is a finding, or that holds findings, is a Data Security Finding,
    /// covered or not. Any other is the plain activity: HTTP where method or status are known and
    /// no model is, else an API call.
    static Activity event(EventEntry event) {
        if (isFinding(event)) {
            return new Activity(OcsfClass.DATA_SECURITY_FINDING, CREATE, "Create");
        }
        boolean aiCall =
                event.getModel().isPresent()
                        || event.getInputTokens().isPresent()
                        || event.getOutputTokens().isPresent();
        boolean http = event.getMethod().isPresent() || event.getStatus().isPresent();
        return http && !aiCall ? httpActivity(event.getMethod().orElse("")) : apiActivity(event);
    }

    static Activity alert(Alert alert) {
        OcsfClass type =
                Headline.holdsPhi(alert.getEvent())
                        ? OcsfClass.DATA_SECURITY_FINDING
                        : OcsfClass.DETECTION_FINDING;
        return new Activity(type, CREATE, "Create");
    }

    /// An entry of a kind that no class fits is a Base Event with the kind's name as its activity.
    static Activity entry(AuditEntry entry) {
        EntryKind kind = entry.getKind();
        return switch (kind) {
            case EVENT -> entry.getEvent().map(Classify::event).orElseGet(() -> base(kind));
            case GENESIS -> new Activity(OcsfClass.APPLICATION_LIFECYCLE, 3, "Start");
            case TAKEOVER -> new Activity(OcsfClass.APPLICATION_LIFECYCLE, 5, "Restart");
            case CLOSE -> new Activity(OcsfClass.APPLICATION_LIFECYCLE, 4, "Stop");
            case POLICY -> new Activity(OcsfClass.ENTITY_MANAGEMENT, 10, "Activate");
            case KEY -> entry.getKey().map(Classify::key).orElseGet(() -> base(kind));
            case SCHEMA -> new Activity(OcsfClass.ENTITY_MANAGEMENT, CREATE, "Create");
            case AMENDMENT -> new Activity(OcsfClass.DATA_SECURITY_FINDING, 2, "Update");
            case ALERT, GAP, INCIDENT ->
                    new Activity(OcsfClass.DETECTION_FINDING, CREATE, "Create");
            case REVIEW -> new Activity(OcsfClass.DETECTION_FINDING, 3, "Close");
            case ACCESS -> entry.getAccess().map(Classify::access).orElseGet(() -> base(kind));
            case HOLD -> entry.getHold().map(Classify::hold).orElseGet(() -> base(kind));
            case SHRED, DISPOSAL -> new Activity(OcsfClass.ENTITY_MANAGEMENT, 4, "Delete");
            case KEK -> entry.getKek().map(Classify::kek).orElseGet(() -> base(kind));
            case RECONCILE -> new Activity(OcsfClass.COMPLIANCE_FINDING, CREATE, "Create");
            case DECISION -> entry.getDecision().map(Classify::step).orElseGet(() -> base(kind));
            case NOTICE -> new Activity(OcsfClass.INCIDENT_FINDING, 2, "Update");
            case REJECTION -> new Activity(OcsfClass.APPLICATION_ERROR, 2, "Translation Error");
            case DUPLICATE -> new Activity(OcsfClass.APPLICATION_ERROR, 1, "General Error");
            // OCSF has no class for how a log is made, and none for a source that says nothing.
            case UNRECOGNISED, TALLY, SILENCE, SEAL, TIMESTAMP -> base(kind);
        };
    }

    /// OCSF's `severity_id`, 0 to 5.
    static int severityId(Severity severity) {
        return switch (severity) {
            case UNRECOGNISED -> 0;
            case INFORMATIONAL -> 1;
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case CRITICAL -> 5;
        };
    }

    static boolean isFinding(EventEntry event) {
        return event.getDisposition() == Disposition.VIOLATION
                || event.getDisposition() == Disposition.REVIEW
                || Headline.holdsPhi(event);
    }

    private static Activity httpActivity(String method) {
        int id = httpActivityId(method);
        return new Activity(
                OcsfClass.HTTP_ACTIVITY, id, id == Activity.OTHER ? method : caption(method));
    }

    /// 0 where the method is not known, 99 where OCSF has no number for it.
    static int httpActivityId(String method) {
        return switch (method) {
            case "" -> 0;
            case "CONNECT" -> 1;
            case "DELETE" -> 2;
            case "GET" -> 3;
            case "HEAD" -> 4;
            case "OPTIONS" -> 5;
            case "POST" -> 6;
            case "PUT" -> 7;
            case "TRACE" -> 8;
            case "PATCH" -> 9;
            default -> Activity.OTHER;
        };
    }

    private static String caption(String method) {
        return method.isEmpty()
                ? "Unknown"
                : method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    }

    private static Activity apiActivity(EventEntry event) {
        String activity = event.getDestination().getActivity();
        return switch (activity) {
            case "SEND", "UPLOAD" -> new Activity(OcsfClass.API_ACTIVITY, CREATE, "Create");
            case "READ", "DOWNLOAD" -> new Activity(OcsfClass.API_ACTIVITY, 2, "Read");
            case "" -> new Activity(OcsfClass.API_ACTIVITY, 0, "Unknown");
            default -> new Activity(OcsfClass.API_ACTIVITY, Activity.OTHER, activity);
        };
    }

    private static Activity key(KeyEntry key) {
        return switch (key.getChange()) {
            case "ADDED" -> new Activity(OcsfClass.ENTITY_MANAGEMENT, CREATE, "Create");
            case "RETIRED" -> new Activity(OcsfClass.ENTITY_MANAGEMENT, 11, "Deactivate");
            case "REVOKED" -> new Activity(OcsfClass.ENTITY_MANAGEMENT, 9, "Disable");
            default -> new Activity(OcsfClass.ENTITY_MANAGEMENT, Activity.OTHER, key.getChange());
        };
    }

    /// Evidence is opened; the archive is asked.
    private static Activity access(AccessEntry access) {
        return access.getQuery().isPresent()
                ? new Activity(OcsfClass.DATASTORE_ACTIVITY, 4, "Query")
                : new Activity(OcsfClass.DATASTORE_ACTIVITY, 10, "Decrypt");
    }

    private static Activity hold(HoldEntry hold) {
        return switch (hold.getChange()) {
            case "PLACED" -> new Activity(OcsfClass.ENTITY_MANAGEMENT, CREATE, "Create");
            case "RELEASED" -> new Activity(OcsfClass.ENTITY_MANAGEMENT, 4, "Delete");
            default -> new Activity(OcsfClass.ENTITY_MANAGEMENT, Activity.OTHER, hold.getChange());
        };
    }

    /// A canary that is opened reads with the key; one that cannot be is such a read that failed.
    private static Activity kek(KekEntry kek) {
        return kek.getChange().equals("ANNOUNCED")
                ? new Activity(OcsfClass.ENTITY_MANAGEMENT, CREATE, "Create")
                : new Activity(OcsfClass.ENTITY_MANAGEMENT, 2, "Read");
    }

    private static Activity step(DecisionEntry step) {
        return switch (step.getAct()) {
            case "OPENED" -> new Activity(OcsfClass.INCIDENT_FINDING, CREATE, "Create");
            case "CLOSED" -> new Activity(OcsfClass.INCIDENT_FINDING, 3, "Close");
            default -> new Activity(OcsfClass.INCIDENT_FINDING, 2, "Update");
        };
    }

    private static Activity base(EntryKind kind) {
        return new Activity(OcsfClass.BASE_EVENT, Activity.OTHER, kind.name());
    }
}
