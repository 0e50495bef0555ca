package io.countersign.sinks.siem.ocsf;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.SourceText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One JSON object on one line, written in order. Every text goes through [SourceText], every list
/// is cut at [#MAX_ELEMENTS], in a brief event at less; whether something was cut is remembered.
/// Absent values write nothing.
final class EventJson implements AutoCloseable {
    /// The longest list.
    static final int MAX_ELEMENTS = 64;

    /// The longest text and list of a brief event.
    static final int BRIEF_CHARS = 128;

    static final int BRIEF_ELEMENTS = 4;

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final JsonGenerator json;
    private final int maxChars;
    private final int maxElements;
    private boolean truncated;

    EventJson(OutputStream out, EventEncoder.Detail detail) {
        boolean full = detail == EventEncoder.Detail.FULL;
        maxChars = full ? SourceText.MAX_CHARS : BRIEF_CHARS;
        maxElements = full ? MAX_ELEMENTS : BRIEF_ELEMENTS;
        try {
            json =
                    FACTORY.createGenerator(out, JsonEncoding.UTF8)
                            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    /// Whether a text or list was cut so far.
    boolean truncated() {
        return truncated;
    }

    EventJson text(String field, String value) {
        try {
            String safe = SourceText.limited(value, maxChars);
            truncated |= value.length() > maxChars;
            json.writeStringField(field, safe);
            return this;
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    EventJson text(String field, Optional<String> value) {
        value.ifPresent(present -> text(field, present));
        return this;
    }

    /// Writes nothing for "".
    EventJson textUnlessEmpty(String field, String value) {
        return value.isEmpty() ? this : text(field, value);
    }

    EventJson number(String field, long value) {
        try {
            json.writeNumberField(field, value);
            return this;
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    EventJson flag(String field, boolean value) {
        try {
            json.writeBooleanField(field, value);
            return this;
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    EventJson object(String field, Runnable fields) {
        try {
            json.writeObjectFieldStart(field);
            fields.run();
            json.writeEndObject();
            return this;
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    /// Writes nothing for an empty list.
    EventJson texts(String field, List<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        try {
            json.writeArrayFieldStart(field);
            for (String value : limited(values)) {
                truncated |= value.length() > maxChars;
                json.writeString(SourceText.limited(value, maxChars));
            }
            json.writeEndArray();
            return this;
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    /// One object for each value; writes nothing for an empty list.
    <T> EventJson objects(String field, List<T> values, Consumer<T> fields) {
        if (values.isEmpty()) {
            return this;
        }
        try {
            json.writeArrayFieldStart(field);
            for (T value : limited(values)) {
                json.writeStartObject();
                fields.accept(value);
                json.writeEndObject();
            }
            json.writeEndArray();
            return this;
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    /// What was written so far lies in the target.
    void flush() {
        try {
            json.flush();
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    @Override
    public void close() {
        try {
            json.writeEndObject();
            json.close();
        } catch (IOException e) {
            throw memoryFailed(e);
        }
    }

    private <T> List<T> limited(List<T> values) {
        if (values.size() <= maxElements) {
            return values;
        }
        truncated = true;
        return values.subList(0, maxElements);
    }

    private static UncheckedIOException memoryFailed(IOException e) {
        return new UncheckedIOException("writing to memory failed", e);
    }
}
