package io.countersign.sinks.siem.sentinel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;

/// One row: `TimeGenerated`, the event's id and position in columns of their own, and the event as
/// the dynamic column `Event`. A count by `Chain` over `Seq` then says what is missing.
final class SentinelEncoder implements EventEncoder {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final EventEncoder event;

    SentinelEncoder(EventEncoder event) {
        this.event = event;
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField(
                    "TimeGenerated", Instant.ofEpochMilli(decoded.timeMillis()).toString());
            json.writeStringField("EventId", decoded.eventId());
            json.writeStringField("Chain", decoded.position().chain());
            json.writeNumberField("Seq", decoded.position().seq());
            json.writeStringField("LeafHash", decoded.position().leafHash());
            json.writeFieldName("Event");
            // The colon; the event then goes straight behind it.
            json.writeRawValue("");
            json.flush();
            event.encode(decoded, detail, out);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}
