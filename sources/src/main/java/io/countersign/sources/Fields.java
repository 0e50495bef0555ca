package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The named values of one record, whatever syntax they came in. A format asks for what it knows,
/// by every spelling that sites use, and names what it knows to say nothing of anybody; what is
/// left over is text to inspect.
///
/// Of two values under one name the first that says anything counts. Used once, by one thread.
final class Fields {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private boolean tooLong;

    void put(String name, String value) {
        String text = Lenient.text(value);
        if (text != null) {
            values.putIfAbsent(name, text);
            tooLong |= text.length() > Limits.MAX_FIELD_BYTES;
        }
    }

    /// The members of the JSON object at the parser, nested names joined by dots; an array is kept
    /// as the JSON it is, one of scalars as its texts with blanks between. A string that holds a
    /// JSON object stays a string.
    void putMembers(JsonParser parser, byte[] json, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix.isEmpty() ? parser.currentName() : prefix + parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                putMembers(parser, json, name + '.');
            } else if (value == JsonToken.START_ARRAY) {
                put(name, new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8));
            } else if (value != JsonToken.VALUE_NULL) {
                put(name, parser.getText());
            }
        }
    }

    /// The members of a string that holds a JSON object, under its name; nothing where it holds
    /// none.
    void putMembersOfText(String name) {
        String text = values.get(name);
        byte[] inner = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        if (!JsonRecord.isStructure(inner) || inner[0] != '{') {
            return;
        }
        try (JsonParser parser = JsonRecord.parser(inner)) {
            parser.nextToken();
            putMembers(parser, inner, name + '.');
            known.add(name);
        } catch (IOException _) {
            // It was well-formed a moment ago; then it stays text.
        }
    }

    /// Takes a prefix off the names that begin with it, as of records that a shipper has put into
    /// an object of its own.
    void unwrap(String prefix) {
        for (String name : List.copyOf(values.keySet())) {
            if (name.startsWith(prefix)) {
                String value = values.remove(name);
                if (value != null) {
                    values.putIfAbsent(name.substring(prefix.length()), value);
                }
            }
        }
    }

    void forEach(BiConsumer<String, String> reader) {
        values.forEach(reader);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /// True where a value is longer than a field may be, longer prompts apart.
    boolean isTooLong() {
        return tooLong;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// The value under the first of these names that has one; null where none has. All count as
    /// known.
    @Nullable String text(String... names) {
        String found = null;
        for (String name : names) {
            known.add(name);
            found = found == null ? values.get(name) : found;
        }
        return found;
    }

    /// The value under the first name that the path matches; null where there is none. All count as
    /// known.
    @Nullable String textMatching(String path) {
        if (!PathPattern.isPattern(path)) {
            return text(path);
        }
        String found = null;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (PathPattern.matches(path, entry.getKey())) {
                known.add(entry.getKey());
                found = found == null ? entry.getValue() : found;
            }
        }
        return found;
    }

    /// The same with percent-encoding undone where the value has no blank, and so is encoded as a
    /// whole.
    @Nullable String decoded(String... names) {
        String text = text(names);
        return text == null || text.indexOf('%') < 0 || text.indexOf(' ') >= 0
                ? text
                : Lenient.text(Lenient.percentDecoded(text));
    }

    /// A whole number; -1 where there is none.
    long number(String... names) {
        return Lenient.number(text(names));
    }

    /// Names that say nothing of anybody: counters, ports, versions, the vendor's own ids.
    void pass(Set<String> names) {
        known.addAll(names);
    }

    /// The same for all names that the path matches.
    void passMatching(String path) {
        if (PathPattern.isPattern(path)) {
            for (String name : values.keySet()) {
                if (PathPattern.matches(path, name)) {
                    known.add(name);
                }
            }
        } else {
            known.add(path);
        }
    }

    /// All values that nobody asked for, one `name=value` a line; null where there is none.
    @Nullable String unlisted() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            if (!known.contains(name)) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(name)
                        .append('=')
                        .append(Lenient.percentDecoded(value));
            }
        });
        return text.isEmpty() ? null : text.toString();
    }

    @Override
    public String toString() {
        return "Fields[" + values.size() + "]";
    }
}
