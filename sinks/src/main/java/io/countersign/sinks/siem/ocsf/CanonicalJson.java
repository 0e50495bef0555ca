package io.countersign.sinks.siem.ocsf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An event in the JSON Canonicalization Scheme (RFC 8785), over which its fingerprint is computed:
/// no spaces, names in the order of their UTF-16 units (section 3.2.3), strings with the shortest
/// escapes (section 3.2.2.2). Events hold no fractions, and no integer beyond 2^53, so numbers need
/// no rule of their own (section 3.2.2.3).
final class CanonicalJson {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private CanonicalJson() {}

    /// @param event a JSON object that [EventJson] wrote
    static byte[] of(byte[] event) {
        StringBuilder out = new StringBuilder(event.length);
        try (JsonParser parser = FACTORY.createParser(event)) {
            parser.nextToken();
            out.append(value(parser));
        } catch (IOException e) {
            throw new UncheckedIOException("an event is no JSON", e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> quoted(parser.getText());
            default -> parser.getText();
        };
    }

    private static String object(JsonParser parser) throws IOException {
        // String's natural order is that of UTF-16 units.
        Map<String, String> fields = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        StringBuilder out = new StringBuilder("{");
        fields.forEach((name, value) ->
                out.append(out.length() == 1 ? "" : ",")
                        .append(quoted(name))
                        .append(':')
                        .append(value));
        return out.append('}').toString();
    }

    private static String array(JsonParser parser) throws IOException {
        List<String> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return "[" + String.join(",", elements) + "]";
    }

    private static String quoted(String text) {
        if (isPlain(text)) {
            return "\"" + text + "\"";
        }
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(c < 0x10 ? '0' : '1');
                        out.append(Character.forDigit(c & 0xF, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /// Most texts have nothing to escape.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
