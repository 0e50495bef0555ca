package io.countersign.sinks.siem.splunk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.LogPosition;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/// One HEC object: `time` in seconds with three decimals, Splunk's own metadata, the event's id and
/// position as indexed `fields`, and the event. `dedup event_id` then removes duplicates without
/// reading the event. An object with a key that HEC does not know would hide those behind it, so it
/// has no other.
final class HecEncoder implements EventEncoder {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final int MILLIS_DIGITS = 3;

    private final Envelope envelope;
    private final EventEncoder event;

    /// Splunk's metadata; "" leaves it to Splunk.
    record Envelope(String index, String source, String sourceType, String host) {}

    HecEncoder(Envelope envelope, EventEncoder event) {
        this.envelope = envelope;
        this.event = event;
    }

    @Override
    public void encode(Decoded.Known decoded, Detail detail, OutputStream out) {
        LogPosition position = decoded.position();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartObject();
            json.writeNumberField("time", BigDecimal.valueOf(decoded.timeMillis(), MILLIS_DIGITS));
            unlessEmpty(json, "index", envelope.index());
            unlessEmpty(json, "source", envelope.source());
            unlessEmpty(json, "sourcetype", envelope.sourceType());
            unlessEmpty(json, "host", envelope.host());
            json.writeObjectFieldStart("fields");
            json.writeStringField("event_id", decoded.eventId());
            json.writeStringField("chain", position.chain());
            json.writeStringField("seq", Long.toString(position.seq()));
            json.writeStringField("leaf_hash", position.leafHash());
            json.writeEndObject();
            json.writeFieldName("event");
            // The colon; the event then goes straight behind it.
            json.writeRawValue("");
            json.flush();
            event.encode(decoded, detail, out);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private static void unlessEmpty(JsonGenerator json, String name, String value)
            throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }
}
