package io.countersign.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// [Json] to text and back. The recursion is as deep as the document, which the parser's own limit
/// bounds.
final class Format {
    static final JsonFactory READING =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Json.MAX_DEPTH)
                                    .maxStringLength(Json.MAX_CHARACTERS)
                                    .build())
                    .build();

    private static final JsonFactory WRITING = new JsonFactory();

    private Format() {}

    static Json value(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw new EOFException("an empty JSON document");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getDecimalValue());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("the parser gave " + token + " for a value");
        };
    }

    private static Json.Obj object(JsonParser parser) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonParser parser) throws IOException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new Json.Arr(items);
    }

    static String write(Json json, boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = WRITING.createGenerator(text)) {
            if (indented) {
                DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                out.setPrettyPrinter(
                        new DefaultPrettyPrinter()
                                .withObjectIndenter(lines)
                                .withArrayIndenter(lines));
            }
            write(json, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(Json json, JsonGenerator out) throws IOException {
        switch (json) {
            case Json.Obj object -> {
                out.writeStartObject();
                for (Map.Entry<String, Json> member : object.members().entrySet()) {
                    out.writeFieldName(member.getKey());
                    write(member.getValue(), out);
                }
                out.writeEndObject();
            }
            case Json.Arr array -> {
                out.writeStartArray();
                for (Json item : array.items()) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case Json.Str string -> out.writeString(string.value());
            case Json.Num number -> out.writeNumber(number.value());
            case Json.Bool bool -> out.writeBoolean(bool.value());
            case Json.Null nothing -> out.writeNull();
        }
    }
}
