package io.countersign.sinks.siem.ecs;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.schemas.Severity;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.fields.SeverityScale;
import io.countersign.sinks.siem.fields.SiemEvent;
import io.countersign.sinks.siem.fields.SiemEventReader;
import io.countersign.sinks.siem.fields.SiemField;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One JSON document of the Elastic Common Schema; what it has no field for stands under
/// `countersign`. Times are ISO 8601 in UTC with milliseconds. Pure.
public final class EcsEncoder implements EventEncoder {
    /// The version of the schema that the documents follow.
    public static final String ECS_VERSION = "8.17.0";

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final FormatOptions options;

    public EcsEncoder(FormatOptions options) {
        this.options = options;
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        SiemEvent event =
                SiemEventReader.read(decoded, detail, options.includeSubjectTokensWhichArePhi());
        Node document = new Node();
        for (Map.Entry<SiemField, List<String>> value : event.values().entrySet()) {
            document.put(value.getKey().ecs(), new Leaf(value.getKey().type(), value.getValue()));
        }
        fixed(document, event);
        try (JsonGenerator json =
                FACTORY.createGenerator(out, JsonEncoding.UTF8)
                        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            write(json, document);
        } catch (IOException e) {
            throw new UncheckedIOException("writing an event failed", e);
        }
    }

    /// What the schema asks of every event, by its allowed values.
    private void fixed(Node document, SiemEvent event) {
        String kind = event.text(SiemField.KIND).orElse("");
        boolean alert = event.code().startsWith("ALERT:");
        boolean judged = event.values().containsKey(SiemField.DISPOSITION);
        text(document, "ecs.version", ECS_VERSION);
        text(document, "event.kind", kind(kind, alert));
        list(
                document,
                "event.category",
                judged ? List.of("web", "network") : List.of("configuration"));
        list(document, "event.type", judged ? types(event) : List.of("info"));
        text(document, "event.outcome", outcome(event));
        text(document, "event.dataset", alert ? "countersign.alert" : "countersign.audit");
        text(document, "event.module", "countersign");
        text(document, "event.provider", "countersign");
        number(document, "event.severity", SeverityScale.ofTen(event.severity()));
        text(document, "log.level", level(event.severity()));
        text(document, "observer.vendor", "Countersign");
        text(document, "observer.product", "Countersign");
        text(document, "observer.version", options.productVersion());
        text(document, "countersign.title", event.title());
        text(document, "countersign.severity", event.severity().name());
    }

    private static String kind(String kind, boolean alert) {
        if (alert) {
            return "alert";
        }
        return switch (kind) {
            case "REJECTION", "DUPLICATE", "GAP", "INCIDENT" -> "pipeline_error";
            case "TALLY", "SEAL", "SILENCE", "TIMESTAMP" -> "state";
            default -> "event";
        };
    }

    private static List<String> types(SiemEvent event) {
        return switch (event.text(SiemField.ACTION).orElse("")) {
            case "ALLOWED" -> List.of("connection", "allowed");
            case "BLOCKED" -> List.of("connection", "denied");
            default -> List.of("connection");
        };
    }

    /// Of the exchange, not of the verdict.
    private static String outcome(SiemEvent event) {
        return switch (event.text(SiemField.ACTION).orElse("")) {
            case "ALLOWED" -> "success";
            case "BLOCKED" -> "failure";
            default -> "unknown";
        };
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case UNRECOGNISED, INFORMATIONAL -> "info";
            case LOW -> "notice";
            case MEDIUM -> "warning";
            case HIGH -> "error";
            case CRITICAL -> "critical";
        };
    }

    private static void text(Node document, String path, String value) {
        document.put(path, new Leaf(SiemField.Type.TEXT, List.of(value)));
    }

    private static void number(Node document, String path, long value) {
        document.put(path, new Leaf(SiemField.Type.NUMBER, List.of(Long.toString(value))));
    }

    private static void list(Node document, String path, List<String> values) {
        document.put(path, new Leaf(SiemField.Type.LIST, values));
    }

    private static void write(JsonGenerator json, Node node) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, Part> part : node.parts.entrySet()) {
            json.writeFieldName(part.getKey());
            switch (part.getValue()) {
                case Node inner -> write(json, inner);
                case Leaf leaf -> write(json, leaf);
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Leaf leaf) throws IOException {
        String first = leaf.values.getFirst();
        switch (leaf.type) {
            case TEXT -> json.writeString(first);
            case NUMBER -> json.writeNumber(Long.parseLong(first));
            case TIME -> json.writeString(Instant.ofEpochMilli(Long.parseLong(first)).toString());
            case FLAG -> json.writeBoolean(Boolean.parseBoolean(first));
            case LIST -> {
                json.writeStartArray();
                for (String value : leaf.values) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
        }
    }

    private sealed interface Part {}

    private record Leaf(SiemField.Type type, List<String> values) implements Part {}

    /// An object whose members are named by the next step of their paths.
    private static final class Node implements Part {
        private final Map<String, Part> parts = new LinkedHashMap<>();

        void put(String path, Leaf leaf) {
            int dot = path.indexOf('.');
            if (dot < 0) {
                parts.put(path, leaf);
                return;
            }
            Part inner = parts.computeIfAbsent(path.substring(0, dot), any -> new Node());
            if (!(inner instanceof Node node)) {
                throw new IllegalArgumentException(path + " lies below a value");
            }
            node.put(path.substring(dot + 1), leaf);
        }
    }
}
