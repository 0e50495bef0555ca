package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
/// Of two values under one name the first that says anything counts. A name that is asked for
/// before it has a value does not count as known when it gets one. Used once, by one thread.
final class Fields {
    /// A usual record has no more names, so that the table does not grow.
    private static final int USUAL_NAMES = 48;

    private final Map<String, Value> values = LinkedHashMap.newLinkedHashMap(USUAL_NAMES);
    private final List<Set<String>> passed = new ArrayList<>(1);
    private boolean tooLong;

    /// One value, and whether its name is known.
    private static final class Value {
        private final String text;
        private boolean known;

        Value(String text) {
            this.text = text;
        }
    }

    void put(String name, String value) {
        String text = Lenient.text(value);
        if (text != null) {
            values.putIfAbsent(name, new Value(text));
            tooLong |= text.length() > Limits.MAX_FIELD_BYTES;
        }
    }

    /// A value that somebody else keeps; here only its length counts.
    void keptElsewhere(String text) {
        tooLong |= text.length() > Limits.MAX_FIELD_BYTES;
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
        Value value = values.get(name);
        if (value == null || !value.text.startsWith("{")) {
            return;
        }
        byte[] inner = value.text.getBytes(StandardCharsets.UTF_8);
        if (inner.length < 2 || inner[1] == 0) {
            return;
        }
        Fields members = new Fields();
        try (JsonParser parser = JsonRecord.parser(inner)) {
            parser.nextToken();
            members.putMembers(parser, inner, name + '.');
            if (parser.nextToken() == null) {
                members.values.forEach(values::putIfAbsent);
                tooLong |= members.tooLong;
                value.known = true;
            }
        } catch (IOException _) {
            // What is not JSON to its end stays text.
        }
    }

    /// Takes a prefix off the names that begin with it, as of records that a shipper has put into
    /// an object of its own.
    void unwrap(String prefix) {
        Map<String, Value> wrapped = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                wrapped.put(name, value);
            }
        });
        wrapped.forEach((name, value) -> {
            values.remove(name);
            values.putIfAbsent(name.substring(prefix.length()), value);
        });
    }

    /// Gives names to values that came under others. A name that has a value keeps it, and the
    /// other value its own name.
    void rename(Map<String, String> newNames) {
        newNames.forEach((from, to) -> {
            Value value = values.get(from);
            if (value != null && !values.containsKey(to)) {
                values.remove(from);
                values.put(to, value);
            }
        });
    }

    /// The same for all names that begin alike.
    void renamePrefix(String from, String to) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : values.keySet()) {
            if (name.startsWith(from)) {
                names.put(name, to + name.substring(from.length()));
            }
        }
        rename(names);
    }

    void forEach(BiConsumer<String, String> reader) {
        values.forEach((name, value) -> reader.accept(name, value.text));
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
            Value value = values.get(name);
            if (value != null) {
                value.known = true;
                found = found == null ? value.text : found;
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
        passed.add(names);
    }

    /// All values that nobody asked for, one `name=value` a line; null where there is none.
    @Nullable String unlisted() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            if (!value.known && !isPassed(name)) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(name)
                        .append('=')
                        .append(Lenient.percentDecoded(value.text));
            }
        });
        return text.isEmpty() ? null : text.toString();
    }

    private boolean isPassed(String name) {
        for (Set<String> names : passed) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "Fields[" + values.size() + "]";
    }
}
