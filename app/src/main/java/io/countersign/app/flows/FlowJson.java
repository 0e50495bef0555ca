package io.countersign.app.flows;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A map as one JSON object. Times are ISO 8601 in UTC, days are days.
public final class FlowJson {
    private FlowJson() {}

    public static void write(JsonGenerator out, FlowMap map) throws IOException {
        out.writeStartObject();
        out.writeStringField("policy", map.policy());
        out.writeStringField("sha256", map.sha256());
        out.writeStringField("catalogue", map.catalogue());
        out.writeStringField("asOf", map.made().toString());
        out.writeBooleanField("observed", map.observed());
        out.writeStringField("headline", map.headline());
        out.writeNumberField("eventsOnNoFlow", map.left());
        texts(out, "warnings", map.warnings());
        out.writeArrayFieldStart("flows");
        for (Flow flow : map.flows()) {
            flow(out, flow);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void flow(JsonGenerator out, Flow flow) throws IOException {
        out.writeStartObject();
        out.writeStringField("from", flow.from());
        texts(out, "gateways", flow.gateways());
        out.writeStringField("service", flow.service());
        out.writeStringField("account", flow.account());
        out.writeStringField("coverage", flow.state().name());
        if (flow.row().isPresent()) {
            Flow.BaaRow row = flow.row().get();
            out.writeObjectFieldStart("row");
            out.writeStringField("id", row.id());
            out.writeStringField("kind", row.kind().name());
            out.writeStringField("plan", row.plan());
            day(out, "signed", row.signed());
            day(out, "lastDay", row.lastDay());
            day(out, "verified", row.verified());
            out.writeEndObject();
        }
        out.writeStringField("why", flow.why());
        out.writeStringField("weakestLink", flow.weakestLink());
        texts(out, "notes", flow.notes());
        if (flow.seen().isPresent()) {
            Flow.Seen seen = flow.seen().get();
            out.writeObjectFieldStart("seen");
            out.writeNumberField("phi", seen.phi());
            out.writeNumberField("undecided", seen.undecided());
            out.writeNumberField("blocked", seen.blocked());
            out.writeStringField("first", Instant.ofEpochMilli(seen.firstMillis()).toString());
            out.writeStringField("last", Instant.ofEpochMilli(seen.lastMillis()).toString());
            out.writeStringField("entry", seen.entry());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void day(JsonGenerator out, String name, Optional<String> day)
            throws IOException {
        if (day.isPresent()) {
            out.writeStringField(name, day.get());
        }
    }

    private static void texts(JsonGenerator out, String name, List<String> texts)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }
}
