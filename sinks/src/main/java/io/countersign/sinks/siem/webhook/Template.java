package io.countersign.sinks.siem.webhook;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.countersign.schemas.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON text with places that are filled in. The whole language:
///
/// ```
/// {{alert.sentence}}                                   the value of a field
/// {{alert.severity|CRITICAL=critical|HIGH=error|*=info}}   another word for it; * for all others
/// {{key}}                                              the secret of key.file
/// ```
///
/// A place stands inside a JSON string. What is filled in is escaped for it, so that no value can
/// end the string, whatever a source wrote. Pure; for any thread.
final class Template {
    /// Stands for the secret until the request is made; no escaped value can hold it.
    static final char KEY_MARK = '\u0000';

    private static final int MAX_CHARS = 64 * 1024;
    private static final int MAX_PLACES = 256;
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String KEY = "key";
    private static final String OTHERS = "*";

    private final List<Part> parts;
    private final boolean needsKey;

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Field(AlertField field, Map<String, String> words) implements Part {}

        record Key() implements Part {}
    }

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
        this.needsKey = parts.stream().anyMatch(Part.Key.class::isInstance);
    }

    /// @throws IllegalArgumentException where a place is not closed or names no field, or where the
    ///   text with its places filled in is no JSON
    static Template of(String text) {
        if (text.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "a template has at most " + MAX_CHARS + " characters");
        }
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, from)) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new IllegalArgumentException(
                        "the place at character " + open + " is not closed");
            }
            if (parts.size() > 2 * MAX_PLACES) {
                throw new IllegalArgumentException("at most " + MAX_PLACES + " places");
            }
            parts.add(new Part.Text(text.substring(from, open)));
            parts.add(place(text.substring(open + OPEN.length(), close).strip()));
            from = close + CLOSE.length();
        }
        parts.add(new Part.Text(text.substring(from)));
        Template template = new Template(parts);
        template.requireJson();
        return template;
    }

    /// Whether the text holds the secret of `key.file`.
    boolean needsKey() {
        return needsKey;
    }

    /// The text with its places filled in; [#KEY_MARK] where the secret belongs.
    ///
    /// @param maxChars of one value; a longer one is cut and ends with an ellipsis
    String fill(AlertField.Values values, int maxChars) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text fixed -> text.append(fixed.text());
                case Part.Key unused -> text.append(KEY_MARK);
                case Part.Field place ->
                        escape(word(values.of(place.field()), place.words()), maxChars, text);
            }
        }
        return text.toString();
    }

    private static String word(String value, Map<String, String> words) {
        String named = words.get(value);
        return named != null ? named : words.getOrDefault(OTHERS, value);
    }

    private static void escape(String value, int maxChars, StringBuilder text) {
        String shown = value;
        if (value.length() > maxChars) {
            int end = maxChars - 1;
            shown =
                    value.substring(
                                    0,
                                    Character.isHighSurrogate(value.charAt(end - 1))
                                            ? end - 1
                                            : end)
                            + "\u2026";
        }
        JsonStringEncoder.getInstance().quoteAsString(shown, text);
    }

    private static Part place(String inside) {
        String[] words = inside.split("\\|", -1);
        if (words[0].strip().equals(KEY) && words.length == 1) {
            return new Part.Key();
        }
        AlertField field = AlertField.named(words[0].strip());
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "{{" + field.word() + "|...}}: write VALUE=word between bars");
            }
            named.put(
                    words[i].substring(0, equals).strip(), words[i].substring(equals + 1).strip());
        }
        return new Part.Field(field, named);
    }

    private void requireJson() {
        // A value with a quote and a backslash: a place outside of a string breaks the JSON.
        String filled =
                fill(new AlertField.Values(Map.of(), "a\"b\\c"), MAX_CHARS).replace(KEY_MARK, 'k');
        try {
            Json unused = Json.parse(filled);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the template is no JSON once its places are filled in; each stands inside a"
                            + " string: "
                            + e.getMessage());
        }
    }
}
