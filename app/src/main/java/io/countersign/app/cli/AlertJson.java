package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.alerts.RaisedAlert.Closing;
import io.countersign.app.alerts.Withdrawal;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertCounts;
import io.countersign.topology.alerts.Recipient;
import java.io.IOException;
import java.time.Instant;

/// An alert as fields of a JSON object. Times are ISO 8601 in UTC.
final class AlertJson {
    private AlertJson() {}

    /// What a list shows.
    static void summary(JsonGenerator out, RaisedAlert alert) throws IOException {
        Alert latest = alert.latest();
        out.writeStringField("id", alert.id());
        out.writeStringField("severity", latest.getSeverity().name());
        out.writeStringField("class", latest.getAlertClass());
        out.writeStringField("sentence", latest.getSentence());
        out.writeStringField("aboutKind", latest.getAboutKind().name());
        out.writeStringField("about", latest.getAbout());
        time(out, "raised", alert.raisedMillis());
        time(out, "latest", latest.getRaisedMillis());
        out.writeStringField("state", alert.state().name());
        if (alert.closing().isPresent()) {
            closing(out, alert.closing().get());
        }
        if (alert.withdrawn().isPresent()) {
            withdrawn(out, alert.withdrawn().get());
        }
    }

    private static void withdrawn(JsonGenerator out, Withdrawal withdrawal) throws IOException {
        out.writeObjectFieldStart("withdrawn");
        out.writeStringField("now", withdrawal.nowIs());
        time(out, "at", withdrawal.latest().atMillis());
        out.writeStringField(
                "entry", withdrawal.latest().chain() + ":" + withdrawal.latest().seq());
        out.writeEndObject();
    }

    private static void closing(JsonGenerator out, Closing closing) throws IOException {
        out.writeObjectFieldStart("closing");
        out.writeStringField("as", ClosedAs.word(closing.review().getVerdict()));
        out.writeStringField("person", closing.review().getPerson());
        out.writeStringField("reason", closing.review().getReason());
        time(out, "at", closing.atMillis());
        out.writeStringField("entry", closing.chain() + ":" + closing.seq());
        out.writeEndObject();
    }

    /// Everything.
    static void whole(JsonGenerator out, RaisedAlert alert) throws IOException {
        summary(out, alert);
        Alert latest = alert.latest();
        out.writeStringField("notice", latest.getNotice().name());
        out.writeNumberField("number", latest.getNumber());
        out.writeStringField("nextStep", latest.getNextStep());
        out.writeArrayFieldStart("notSeen");
        for (var unseen : latest.getNotSeen()) {
            out.writeStartObject();
            out.writeStringField("reason", unseen.getReason());
            out.writeNumberField("count", unseen.getCount());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("points");
        for (var line : latest.getPoints()) {
            out.writeStartObject();
            out.writeStringField("code", line.getCode());
            out.writeNumberField("points", line.getPoints());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNumberField("sum", alert.points());
        out.writeArrayFieldStart("rules");
        for (var hit : latest.getRules()) {
            out.writeStartObject();
            out.writeStringField("rule", hit.getRule());
            out.writeNumberField("count", hit.getCount());
            out.writeStringField("detail", hit.getDetail());
            out.writeEndObject();
        }
        out.writeEndArray();
        counts(out, latest.getCounts());
        time(out, "firstEvent", latest.getFirstMillis());
        time(out, "lastEvent", latest.getLastMillis());
        out.writeArrayFieldStart("causes");
        for (var cause : latest.getCauses()) {
            out.writeString(cause.getChain() + ":" + cause.getSeq());
        }
        out.writeEndArray();
        out.writeStringField("trains", latest.getTrains());
        recipient(out, Recipient.of(latest));
        if (latest.getCoveredAccount().isPresent()) {
            out.writeStringField("coveredAccount", latest.getCoveredAccount().get());
        }
        if (latest.getBreach().isPresent()) {
            out.writeObjectFieldStart("breach");
            time(out, "discovered", latest.getBreach().get().getDiscoveredMillis());
            time(out, "due", latest.getBreach().get().getDueMillis());
            out.writeEndObject();
        }
        out.writeArrayFieldStart("mutesOverruled");
        for (String mute : latest.getMutesOverruled()) {
            out.writeString(mute);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("amendments");
        for (RaisedAlert.Amendment amendment : alert.amendments()) {
            out.writeStartObject();
            out.writeStringField("entry", amendment.chain() + ":" + amendment.seq());
            out.writeStringField(
                    "original",
                    amendment.original().getChain() + ":" + amendment.original().getSeq());
            out.writeArrayFieldStart("changed");
            for (String changed : amendment.amendment().getChanged()) {
                out.writeString(changed);
            }
            out.writeEndArray();
            out.writeStringField("basis", amendment.amendment().getBasis());
            out.writeStringField("confidence", amendment.amendment().getConfidence().name());
            time(out, "at", amendment.atMillis());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void recipient(JsonGenerator out, Recipient recipient) throws IOException {
        out.writeObjectFieldStart("recipient");
        out.writeStringField("trainsOnInput", recipient.trains());
        out.writeStringField("retention", recipient.retention());
        out.writeStringField("humanReview", recipient.humanReview());
        out.writeStringField("howToGet", recipient.howToGet());
        out.writeEndObject();
        out.writeArrayFieldStart("stale");
        for (String stale : recipient.stale()) {
            out.writeString(stale);
        }
        out.writeEndArray();
    }

    private static void counts(JsonGenerator out, AlertCounts counts) throws IOException {
        out.writeObjectFieldStart("counts");
        out.writeNumberField("events", counts.getEvents());
        out.writeNumberField("sends", counts.getSends());
        out.writeNumberField("blocked", counts.getBlocked());
        out.writeNumberField("bytesUp", counts.getBytesUp());
        out.writeNumberField("files", counts.getFiles());
        out.writeNumberField("ownPatients", counts.getOwnPatients());
        out.writeNumberField("patients", counts.getPatients());
        out.writeEndObject();
    }

    private static void time(JsonGenerator out, String name, long millis) throws IOException {
        out.writeStringField(name, Instant.ofEpochMilli(millis).toString());
    }
}
