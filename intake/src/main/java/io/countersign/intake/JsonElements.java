package io.countersign.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/// The elements of JSON arrays, of the lists that APIs and searches answer with, and objects that
/// stand one after the other. In the memory of one element.
///
/// A list is the member `results`, `data`, `records`, `Records`, `value`, `logEvents` or
/// `hits.hits` of an object that has nothing else of its own; what else there is becomes a record
/// too, so that nothing is passed over.
final class JsonElements implements Records {
    private static final Set<String> LISTS =
            Set.of("results", "data", "records", "Records", "value", "logEvents", "hits");

    /// What APIs and searches put beside a list.
    private static final Set<String> AROUND =
            Set.of(
                    "preview",
                    "init_offset",
                    "messages",
                    "fields",
                    "highlighted",
                    "took",
                    "timed_out",
                    "_shards",
                    "_scroll_id",
                    "pit_id",
                    "total",
                    "max_score",
                    "object",
                    "has_more",
                    "first_id",
                    "last_id",
                    "nextToken",
                    "next_page",
                    "nextForwardToken",
                    "nextBackwardToken",
                    "@odata.context",
                    "@odata.nextLink",
                    "count",
                    "statistics",
                    "status");

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Lines.MAX_LINE_BYTES)
                                    .maxDocumentLength(-1)
                                    .build())
                    .build();

    private final JsonParser parser;
    private long number;
    private int depth;
    private boolean elements;

    JsonElements(InputStream in) throws IOException {
        parser = FACTORY.createParser(in);
    }

    /// Whether a member stands in a list's object and nowhere else.
    static boolean isAround(String name, JsonToken value) {
        return AROUND.contains(name) || isList(name, value) || holdsList(name, value);
    }

    static boolean isList(String name, JsonToken value) {
        return value == JsonToken.START_ARRAY && LISTS.contains(name);
    }

    static boolean holdsList(String name, JsonToken value) {
        return value == JsonToken.START_OBJECT && name.equals("hits");
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        try {
            return read();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException(
                    "not JSON any more at byte "
                            + (e.getLocation() == null ? 0 : e.getLocation().getByteOffset())
                            + ", behind record "
                            + number);
        }
    }

    private Optional<byte[]> read() throws IOException {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return Optional.empty();
            }
            if (elements) {
                if (token != JsonToken.END_ARRAY) {
                    return record("");
                }
                elements = false;
            } else if (token == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (isList(name, value)) {
                    elements = true;
                } else if (holdsList(name, value)) {
                    depth++;
                } else if (isAround(name, value)) {
                    parser.skipChildren();
                } else {
                    return record(name);
                }
            } else if (token == JsonToken.END_OBJECT) {
                depth--;
            } else if (token == JsonToken.START_ARRAY) {
                elements = true;
            } else if (token == JsonToken.START_OBJECT) {
                Optional<byte[]> whole = object();
                if (whole.isPresent()) {
                    return whole;
                }
            } else if (depth == 0 && token != JsonToken.END_ARRAY) {
                return record("");
            }
        }
    }

    /// An object of its own is a record; one that begins as a list's does is gone into.
    private Optional<byte[]> object() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            number++;
            return Optional.of(new byte[] {'{', '}'});
        }
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (isAround(name, value)) {
            depth++;
            if (isList(name, value)) {
                elements = true;
            } else if (holdsList(name, value)) {
                depth++;
            } else {
                parser.skipChildren();
            }
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeFieldName(name);
            out.copyCurrentStructureExact(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                out.writeFieldName(parser.currentName());
                parser.nextToken();
                out.copyCurrentStructureExact(parser);
                bound(bytes);
            }
            out.writeEndObject();
        }
        number++;
        return Optional.of(Envelope.off(bytes.toByteArray()));
    }

    /// @param member the name under which the value stood; empty for an element
    private Optional<byte[]> record(String member) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            if (!member.isEmpty()) {
                out.writeStartObject();
                out.writeFieldName(member);
            }
            out.copyCurrentStructureExact(parser);
            if (!member.isEmpty()) {
                out.writeEndObject();
            }
        }
        bound(bytes);
        number++;
        return Optional.of(Envelope.off(bytes.toByteArray()));
    }

    private static void bound(ByteArrayOutputStream bytes) throws IOException {
        if (bytes.size() > Lines.MAX_LINE_BYTES) {
            throw new IOException("an element is longer than " + Lines.MAX_LINE_BYTES + " bytes");
        }
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
