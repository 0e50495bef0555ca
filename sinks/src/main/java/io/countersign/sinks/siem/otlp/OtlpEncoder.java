package io.countersign.sinks.siem.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.schemas.Severity;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EntrySeverity;
import io.countersign.sinks.siem.EventEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// One log record of OTLP in JSON (the mapping of Protocol Buffers: 64-bit numbers as strings,
/// names in lower camel case). The body is the OCSF event as text; id and position are attributes.
final class OtlpEncoder implements EventEncoder {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final String NANOS_OF_MILLI = "000000";

    private final EventEncoder event;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(4 * 1024);

    OtlpEncoder(EventEncoder event) {
        this.event = event;
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        body.reset();
        event.encode(decoded, detail, body);
        byte[] text = body.toByteArray();
        Severity severity =
                switch (decoded) {
                    case Decoded.Raised raised -> raised.alert().getSeverity();
                    case Decoded.Entry entry -> EntrySeverity.of(entry.entry());
                };
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("timeUnixNano", decoded.timeMillis() + NANOS_OF_MILLI);
            json.writeNumberField("severityNumber", number(severity));
            json.writeStringField("severityText", severity.name());
            json.writeObjectFieldStart("body");
            json.writeFieldName("stringValue");
            json.writeUTF8String(text, 0, text.length);
            json.writeEndObject();
            json.writeArrayFieldStart("attributes");
            attribute(json, "event.id", decoded.eventId());
            attribute(json, "countersign.log.chain", decoded.position().chain());
            attribute(json, "countersign.log.seq", Long.toString(decoded.position().seq()));
            attribute(json, "countersign.log.leaf_hash", decoded.position().leafHash());
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /// SeverityNumber of the log data model; 0 is unspecified.
    private static int number(Severity severity) {
        return switch (severity) {
            case UNRECOGNISED -> 0;
            case INFORMATIONAL, LOW -> 9;
            case MEDIUM -> 13;
            case HIGH -> 17;
            case CRITICAL -> 21;
        };
    }

    private static void attribute(JsonGenerator json, String key, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeObjectFieldStart("value");
        json.writeStringField("stringValue", value);
        json.writeEndObject();
        json.writeEndObject();
    }
}
