package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a mapping file.
///
/// ```
/// name: kong-ai
/// syntax: json                      # or key-value
/// marks: [ai, tried_targets, started_at]
/// timeIs: start                     # start, end or published
/// timeFormat: yyyy/MM/dd HH:mm:ss   # only where the time is none of the usual forms
/// timeZone: America/New_York        # of times without one; UTC where not said
/// userIs: app-asserted              # proxy-auth, idp, app-asserted
/// fields:
///   time: started_at
///   prompt: [ai.proxy.payload.request, ai.*.payload.request]
/// constants:                        # where no path has a value
///   application: Kong AI Gateway
/// hints:
///   gateway-key: consumer.id
/// pass: [latencies.*]
/// ```
public final class MappingYaml {
    /// The longest mapping file.
    public static final int MAX_CHARS = 256 * 1024;

    private static final YAMLFactory YAML =
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Set<String> KEYS =
            Set.of(
                    "name",
                    "syntax",
                    "marks",
                    "timeIs",
                    "timeFormat",
                    "timeZone",
                    "userIs",
                    "fields",
                    "constants",
                    "hints",
                    "pass");

    private MappingYaml() {}

    /// @param file what messages call the text
    /// @throws InvalidMappingException where the text is no mapping; the message names file, place
    ///   and the way out
    public static Mapping read(String file, String text) throws InvalidMappingException {
        if (text.length() > MAX_CHARS) {
            throw new InvalidMappingException(file, "more than " + MAX_CHARS + " characters");
        }
        try (JsonParser parser = YAML.createParser(text)) {
            return mapping(file, parser);
        } catch (InvalidMappingException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new InvalidMappingException(
                    file + ": line " + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
                    "not YAML, or a key stands twice");
        } catch (IOException e) {
            throw new InvalidMappingException(file, "cannot be read as YAML");
        }
    }

    private static Mapping mapping(String file, JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidMappingException(file, "not a mapping of names to values");
        }
        String name = null;
        Mapping.Syntax syntax = Mapping.Syntax.JSON;
        Set<String> marks = Set.of();
        Map<Mapping.Field, List<String>> fields = new EnumMap<>(Mapping.Field.class);
        Map<Mapping.Field, String> constants = new EnumMap<>(Mapping.Field.class);
        Map<AccountHint.Kind, List<String>> hints = new EnumMap<>(AccountHint.Kind.class);
        List<String> passed = List.of();
        Event.TimeBasis basis = Event.TimeBasis.PUBLISHED;
        DateTimeFormatter format = null;
        ZoneId zone = ZoneOffset.UTC;
        Event.IdentityBasis identity = Event.IdentityBasis.APP_ASSERTED;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String where = file + ": " + key;
            parser.nextToken();
            switch (key) {
                case "name" -> name = parser.getText();
                case "syntax" ->
                        syntax = word(where, Mapping.Syntax.class, Mapping.Syntax.values(), parser);
                case "marks" -> marks = new HashSet<>(list(where, parser));
                case "timeIs" ->
                        basis =
                                word(
                                        where,
                                        Event.TimeBasis.class,
                                        Event.TimeBasis.values(),
                                        parser);
                case "timeFormat" -> format = format(where, parser.getText());
                case "timeZone" -> zone = zone(where, parser.getText());
                case "userIs" ->
                        identity =
                                word(
                                        where,
                                        Event.IdentityBasis.class,
                                        Event.IdentityBasis.values(),
                                        parser);
                case "fields" -> fields(where, parser, fields);
                case "constants" -> constants(where, parser, constants);
                case "hints" -> hints(where, parser, hints);
                case "pass" -> passed = list(where, parser);
                default ->
                        throw new InvalidMappingException(
                                where, "unknown key; known are " + KEYS.stream().sorted().toList());
            }
        }
        if (name == null) {
            throw new InvalidMappingException(file + ": name", "missing");
        }
        try {
            return new Mapping(
                    name,
                    syntax,
                    marks,
                    fields,
                    constants,
                    hints,
                    passed,
                    basis,
                    Optional.ofNullable(format),
                    zone,
                    identity);
        } catch (IllegalArgumentException e) {
            throw new InvalidMappingException(file, String.valueOf(e.getMessage()));
        }
    }

    private static void fields(
            String where, JsonParser parser, Map<Mapping.Field, List<String>> fields)
            throws IOException {
        requireObject(where, parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            fields.put(field(where, key), list(where + "." + key, parser));
        }
    }

    private static void constants(
            String where, JsonParser parser, Map<Mapping.Field, String> constants)
            throws IOException {
        requireObject(where, parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (!parser.nextToken().isScalarValue()) {
                throw new InvalidMappingException(where + "." + key, "not a text");
            }
            constants.put(field(where, key), parser.getText());
        }
    }

    private static Mapping.Field field(String where, String key) throws InvalidMappingException {
        for (Mapping.Field field : Mapping.Field.values()) {
            if (field.key().equals(key)) {
                return field;
            }
        }
        throw new InvalidMappingException(
                where + "." + key,
                "unknown field; known are "
                        + Arrays.stream(Mapping.Field.values())
                                .map(Mapping.Field::key)
                                .collect(Collectors.joining(", ")));
    }

    private static void hints(
            String where, JsonParser parser, Map<AccountHint.Kind, List<String>> hints)
            throws IOException {
        requireObject(where, parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            AccountHint.Kind kind = constant(AccountHint.Kind.values(), key);
            if (kind == null) {
                throw new InvalidMappingException(
                        where + "." + key,
                        "unknown hint; known are " + words(AccountHint.Kind.values()));
            }
            hints.put(kind, list(where + "." + key, parser));
        }
    }

    private static void requireObject(String where, JsonParser parser)
            throws InvalidMappingException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidMappingException(where, "not a mapping of names to paths");
        }
    }

    /// One text, or a list of texts.
    private static List<String> list(String where, JsonParser parser) throws IOException {
        if (parser.currentToken().isScalarValue()) {
            return List.of(path(where, parser));
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidMappingException(where, "neither a path nor a list of paths");
        }
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isScalarValue()) {
                throw new InvalidMappingException(where, "a list of paths holds paths only");
            }
            texts.add(path(where, parser));
        }
        return texts;
    }

    private static String path(String where, JsonParser parser) throws IOException {
        String path = parser.getText();
        if (path.isBlank() || path.length() > Limits.MAX_NAME_CHARS) {
            throw new InvalidMappingException(where, "an empty path, or one too long");
        }
        return path;
    }

    private static <E extends Enum<E>> E word(
            String where, Class<E> type, E[] values, JsonParser parser) throws IOException {
        E value = constant(values, parser.getText());
        if (value == null) {
            throw new InvalidMappingException(where, "one of " + words(values));
        }
        return type.cast(value);
    }

    private static <E extends Enum<E>> @Nullable E constant(E[] values, String word) {
        for (E value : values) {
            if (word(value).equals(word)) {
                return value;
            }
        }
        return null;
    }

    private static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(MappingYaml::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static DateTimeFormatter format(String where, String pattern)
            throws InvalidMappingException {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw new InvalidMappingException(
                    where, "no pattern of times, such as yyyy/MM/dd HH:mm:ss");
        }
    }

    private static ZoneId zone(String where, String name) throws InvalidMappingException {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new InvalidMappingException(
                    where, "no time zone, such as UTC, +02:00 or America/New_York");
        }
    }
}
