package io.countersign.app.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.detectors.Finding;
import io.countersign.detectors.Sensitivity;
import io.countersign.detectors.destination.AccountEvidence;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.identity.Who;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.Reported;
import io.countersign.sources.Event;
import io.countersign.sources.SourceFinding;
import io.countersign.sources.UserAgentClass;
import io.countersign.topology.alerts.Joins;
import io.countersign.topology.steps.ContentFinding;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.RawRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// A judged line as one JSON object. What the source did not give is absent. Paths are written as
/// they came: this output stays with whoever holds the log.
public final class JudgementJson {
    private static final JsonFactory JSON = new JsonFactory();

    private JudgementJson() {}

    /// The object of a line, without a line end; empty for a line that is only counted and of which
    /// there is nothing to show.
    ///
    /// @param counted the event of a line that is only counted, where it is to be shown
    public static Optional<String> of(
            Passage passage, Function<RawRecord, Optional<Event>> counted) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("line", passage.raw().offset());
            switch (passage) {
                case Passage.Judged judged -> judged(out, judged);
                case Passage.Rejected rejected -> {
                    out.writeStringField("rejected", rejected.code().name());
                    out.writeStringField("reason", rejected.explanation());
                }
                case Passage.Counted line -> {
                    Optional<Event> event = counted.apply(line.raw());
                    if (event.isEmpty()) {
                        return Optional.empty();
                    }
                    out.writeStringField("format", event.get().format());
                    out.writeStringField("counted", line.outcome().name());
                    event(out, event.get());
                }
                case Passage.Received _,
                        Passage.Located _,
                        Passage.Inspected _,
                        Passage.Duplicate _,
                        Passage.Control _,
                        Passage.UnreadableControl _ ->
                        throw new IllegalArgumentException("not the end of a line's way");
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Optional.of(text.toString());
    }

    private static void judged(JsonGenerator out, Passage.Judged judged) throws IOException {
        out.writeStringField("format", judged.event().format());
        event(out, judged.event());
        if (judged.who().isPresent()) {
            person(out, judged.who().get());
        }
        destination(out, judged.destination());
        content(out, judged.content());
        out.writeObjectFieldStart("coverage");
        out.writeStringField("state", judged.coverage().state().name());
        text(out, "baa", judged.coverage().baaRow());
        out.writeStringField("policy", HexFormat.of().formatHex(judged.policy().sha256().bytes()));
        texts(out, "reasons", judged.coverage().reasons());
        texts(out, "details", judged.coverage().details());
        out.writeStringField("sentence", judged.coverage().sentence());
        out.writeEndObject();
        out.writeStringField("disposition", judged.verdict().disposition().name());
        out.writeStringField("severity", judged.verdict().severity().name());
        texts(out, "reasons", judged.verdict().reasons());
        texts(out, "joins", Joins.open(judged).stream().map(Enum::name).toList());
    }

    private static void event(JsonGenerator out, Event event) throws IOException {
        out.writeObjectFieldStart("event");
        text(out, "time", event.time().map(Object::toString));
        text(out, "user", event.user());
        text(out, "device", event.device());
        text(out, "sourceIp", event.sourceIp());
        text(out, "destinationHost", event.destinationHost());
        text(out, "path", event.path());
        text(out, "method", event.method());
        number(out, "status", event.status());
        number(out, "bytesUp", event.bytesUp());
        number(out, "bytesDown", event.bytesDown());
        out.writeStringField("action", event.action().name().toLowerCase(java.util.Locale.ROOT));
        text(out, "userAgent", event.userAgent());
        text(out, "contentType", event.contentType());
        text(out, "application", event.application());
        text(out, "model", event.model());
        number(out, "inputTokens", event.inputTokens());
        number(out, "outputTokens", event.outputTokens());
        text(out, "accountId", event.accountId());
        text(out, "department", event.department());
        out.writeStringField("userAgentClass", UserAgentClass.of(event.userAgent()).name());
        text(out, "transaction", event.transactionId());
        text(out, "session", event.sessionId());
        text(out, "promptClass", event.promptClass());
        sourceFindings(out, event.sourceFindings());
        out.writeEndObject();
    }

    private static void person(JsonGenerator out, Who who) throws IOException {
        out.writeObjectFieldStart("person");
        out.writeStringField("resolution", who.resolution().name());
        text(out, "id", who.person());
        text(out, "department", who.department());
        text(out, "role", who.role());
        out.writeBooleanField("byLease", who.byLease());
        out.writeEndObject();
    }

    private static void sourceFindings(JsonGenerator out, List<SourceFinding> findings)
            throws IOException {
        if (findings.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("sourceFindings");
        for (SourceFinding finding : findings) {
            out.writeStartObject();
            out.writeStringField("engine", finding.engine());
            out.writeStringField("dictionary", finding.dictionary());
            out.writeNumberField("hits", finding.hits());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void destination(JsonGenerator out, Destination destination) throws IOException {
        out.writeObjectFieldStart("destination");
        out.writeStringField("vendor", destination.vendor());
        out.writeStringField("product", destination.product());
        out.writeStringField("hostRole", destination.hostRole().name());
        out.writeStringField("activity", destination.activity().name());
        out.writeStringField("account", destination.account().name());
        text(out, "org", destination.org());
        out.writeArrayFieldStart("evidence");
        for (AccountEvidence evidence : destination.evidence()) {
            out.writeStartObject();
            out.writeStringField("kind", evidence.kind());
            out.writeStringField("value", evidence.value());
            out.writeStringField("confidence", evidence.likelihood().name());
            out.writeBooleanField("undocumented", evidence.undocumented());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeStringField("visibility", destination.visibility().name());
        texts(out, "reasons", destination.reasons());
        out.writeEndObject();
    }

    private static void content(JsonGenerator out, ContentFinding content) throws IOException {
        out.writeObjectFieldStart("content");
        out.writeStringField("inspected", content.inspected().name());
        if (!content.reason().isEmpty()) {
            out.writeStringField("reason", content.reason());
        }
        if (content.phi().isPresent()) {
            out.writeBooleanField("phi", content.phi().get());
        }
        text(out, "phiReason", content.phiReason().map(Enum::name));
        if (content.inspection().isPresent()) {
            texts(
                    out,
                    "hints",
                    content.inspection().get().decision().hints().stream()
                            .map(Enum::name)
                            .toList());
        }
        out.writeArrayFieldStart("findings");
        if (content.inspection().isPresent()) {
            findings(out, content.inspection().get());
        }
        for (Reported report : content.source().reported()) {
            out.writeStartObject();
            out.writeStringField("type", report.type().name());
            out.writeNumberField("count", Math.max(1, report.count()));
            out.writeStringField("likelihood", report.likelihood().name());
            out.writeStringField("origin", "SOURCE");
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void findings(JsonGenerator out, Inspection inspection) throws IOException {
        record Kind(String type, String likelihood, Set<Sensitivity> sensitivities) {}
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        for (Finding finding : inspection.findings()) {
            counts.merge(
                    new Kind(
                            finding.type().name(),
                            finding.likelihood().name(),
                            finding.sensitivities()),
                    1,
                    Integer::sum);
        }
        for (Map.Entry<Kind, Integer> found : counts.entrySet()) {
            out.writeStartObject();
            out.writeStringField("type", found.getKey().type());
            out.writeNumberField("count", found.getValue());
            out.writeStringField("likelihood", found.getKey().likelihood());
            out.writeStringField("origin", "OURS");
            List<String> sensitivities =
                    found.getKey().sensitivities().stream().map(Enum::name).toList();
            if (!sensitivities.isEmpty()) {
                texts(out, "sensitivities", sensitivities);
            }
            out.writeEndObject();
        }
    }

    private static void text(JsonGenerator out, String name, Optional<String> value)
            throws IOException {
        if (value.isPresent()) {
            out.writeStringField(name, value.get());
        }
    }

    private static void number(JsonGenerator out, String name, OptionalLong value)
            throws IOException {
        if (value.isPresent()) {
            out.writeNumberField(name, value.getAsLong());
        }
    }

    private static void number(JsonGenerator out, String name, OptionalInt value)
            throws IOException {
        if (value.isPresent()) {
            out.writeNumberField(name, value.getAsInt());
        }
    }

    private static void texts(JsonGenerator out, String name, List<String> values)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }
}
