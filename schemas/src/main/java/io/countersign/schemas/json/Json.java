package io.countersign.schemas.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value. Members keep their order; a document with a repeated member name is refused, as is
/// one nested deeper than [#MAX_DEPTH] or longer than [#MAX_CHARACTERS].
public sealed interface Json {
    int MAX_DEPTH = 200;
    int MAX_CHARACTERS = 16 * 1024 * 1024;

    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public Optional<Json> member(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /// Empty where the member is absent or no string.
        public Optional<String> string(String name) {
            return members.get(name) instanceof Str(String value)
                    ? Optional.of(value)
                    : Optional.empty();
        }

        /// Empty where the member is absent or no whole number of 32 bits.
        public Optional<Integer> integer(String name) {
            return member(name).flatMap(Json::asInteger);
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Str(String value) implements Json {}

    record Num(BigDecimal value) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    /// Empty where this is no whole number of 32 bits.
    default Optional<Integer> asInteger() {
        try {
            return this instanceof Num(BigDecimal value)
                    ? Optional.of(value.intValueExact())
                    : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// @throws IOException for text that is not exactly one JSON document within the limits; the
    ///   message gives the place and quotes nothing
    static Json parse(String text) throws IOException {
        if (text.length() > MAX_CHARACTERS) {
            throw new IOException("a JSON document above " + MAX_CHARACTERS + " characters");
        }
        JsonParser parser = Format.READING.createParser(text);
        try (parser) {
            Json value = Format.value(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON document");
            }
            return value;
        } catch (JacksonException e) {
            throw new IOException(
                    "no JSON at character " + parser.currentLocation().getCharOffset());
        }
    }

    /// On one line.
    default String text() {
        return Format.write(this, false);
    }

    /// Two spaces an indent, a final newline.
    default String indented() {
        return Format.write(this, true) + "\n";
    }
}
