package io.countersign.app.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One mapping of a YAML file, read strictly: what is read is ticked off, and [#done()] refuses the
/// keys that nobody read. Every message names the path.
final class YamlMap {
    /// A policy is a few hundred kilobytes.
    static final int MAX_CHARS = 4_000_000;

    private static final ObjectMapper YAML =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String where;
    private final ObjectNode node;
    private final Set<String> read = new HashSet<>();

    private YamlMap(String where, ObjectNode node) {
        this.where = where;
        this.node = node;
    }

    static YamlMap parse(String file, String text) throws InvalidPolicyFileException {
        if (text.length() > MAX_CHARS) {
            throw new InvalidPolicyFileException(
                    file,
                    "more than "
                            + MAX_CHARS
                            + " characters: a policy is a few hundred kilobytes; split catalogue files, or drop what the bundled catalogue has");
        }
        try {
            JsonNode root = YAML.readTree(text);
            if (root instanceof ObjectNode object) {
                return new YamlMap(file + ": ", object);
            }
            throw new InvalidPolicyFileException(file, "not a mapping");
        } catch (JsonProcessingException e) {
            throw new InvalidPolicyFileException(
                    file + ": line " + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
                    e.getOriginalMessage().lines().findFirst().orElse("not YAML"));
        }
    }

    InvalidPolicyFileException fault(String key, String what) {
        return new InvalidPolicyFileException(where + key, what);
    }

    private Optional<JsonNode> child(String key) {
        read.add(key);
        JsonNode child = node.get(key);
        return child == null || child.isNull() ? Optional.empty() : Optional.of(child);
    }

    private JsonNode required(String key) throws InvalidPolicyFileException {
        Optional<JsonNode> child = child(key);
        if (child.isEmpty()) {
            throw fault(key, "missing");
        }
        return child.get();
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    String text(String key) throws InvalidPolicyFileException {
        return scalar(key, required(key));
    }

    Optional<String> optionalText(String key) throws InvalidPolicyFileException {
        Optional<JsonNode> child = child(key);
        return child.isEmpty() ? Optional.empty() : Optional.of(scalar(key, child.get()));
    }

    private String scalar(String key, JsonNode value) throws InvalidPolicyFileException {
        if (!value.isValueNode() || value.asText().isBlank()) {
            throw fault(key, "not a text");
        }
        return value.asText().strip();
    }

    boolean flag(String key) throws InvalidPolicyFileException {
        JsonNode value = required(key);
        if (!value.isBoolean()) {
            throw fault(key, "not true or false");
        }
        return value.booleanValue();
    }

    boolean flag(String key, boolean absent) throws InvalidPolicyFileException {
        return has(key) ? flag(key) : absent;
    }

    Optional<Long> optionalCount(String key) throws InvalidPolicyFileException {
        Optional<JsonNode> child = child(key);
        if (child.isEmpty()) {
            return Optional.empty();
        }
        if (!child.get().isIntegralNumber() || child.get().longValue() < 0) {
            throw fault(key, "not a whole number");
        }
        return Optional.of(child.get().longValue());
    }

    /// A whole number, below zero too.
    int whole(String key) throws InvalidPolicyFileException {
        JsonNode value = required(key);
        if (!value.isInt()) {
            throw fault(key, "not a whole number");
        }
        return value.intValue();
    }

    Optional<LocalDate> optionalDay(String key) throws InvalidPolicyFileException {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.get()));
        } catch (DateTimeParseException e) {
            throw fault(key, "not a day (such as 2026-12-31)");
        }
    }

    <E extends Enum<E>> E word(String key, Class<E> words) throws InvalidPolicyFileException {
        return word(key, text(key), words);
    }

    <E extends Enum<E>> Optional<E> optionalWord(String key, Class<E> words)
            throws InvalidPolicyFileException {
        Optional<String> text = optionalText(key);
        return text.isEmpty() ? Optional.empty() : Optional.of(word(key, text.get(), words));
    }

    /// In capitals too: commands and guides print words so.
    <E extends Enum<E>> E word(String key, String text, Class<E> words)
            throws InvalidPolicyFileException {
        List<String> known = new ArrayList<>();
        for (E word : words.getEnumConstants()) {
            if (!word.name().equals("UNRECOGNISED")) {
                String spelling = word.name().toLowerCase(Locale.ROOT);
                if (spelling.equalsIgnoreCase(text)) {
                    return word;
                }
                known.add(spelling);
            }
        }
        throw fault(key, "not one of " + String.join(", ", known));
    }

    /// A list of texts; a single text counts as a list of one; absent is empty.
    List<String> texts(String key) throws InvalidPolicyFileException {
        Optional<JsonNode> child = child(key);
        List<String> texts = new ArrayList<>();
        if (child.isPresent() && child.get().isValueNode()) {
            texts.add(scalar(key, child.get()));
        } else if (child.isPresent()) {
            if (!child.get().isArray()) {
                throw fault(key, "not a list");
            }
            int i = 0;
            for (JsonNode element : child.get()) {
                texts.add(scalar(key + "[" + i++ + "]", element));
            }
        }
        return texts;
    }

    /// A list of mappings; absent is empty.
    List<YamlMap> maps(String key) throws InvalidPolicyFileException {
        Optional<JsonNode> child = child(key);
        List<YamlMap> maps = new ArrayList<>();
        if (child.isPresent()) {
            if (!child.get().isArray()) {
                throw fault(key, "not a list");
            }
            int i = 0;
            for (JsonNode element : child.get()) {
                String place = key + "[" + i++ + "]";
                if (!(element instanceof ObjectNode object)) {
                    throw fault(place, "not a mapping");
                }
                maps.add(new YamlMap(where + place + ".", object));
            }
        }
        return maps;
    }

    Optional<YamlMap> optionalMap(String key) throws InvalidPolicyFileException {
        Optional<JsonNode> child = child(key);
        if (child.isEmpty()) {
            return Optional.empty();
        }
        if (child.get() instanceof ObjectNode object) {
            return Optional.of(new YamlMap(where + key + ".", object));
        }
        throw fault(key, "not a mapping");
    }

    /// The keys as written.
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            keys.add(names.next());
        }
        return keys;
    }

    /// Whether the value is a text or a list of texts, not a mapping or a list of mappings.
    boolean isTexts(String key) {
        JsonNode child = node.get(key);
        return child != null
                && (child.isValueNode()
                        || (child.isArray() && (child.isEmpty() || child.get(0).isValueNode())));
    }

    /// Refuses what nobody read.
    void done() throws InvalidPolicyFileException {
        for (String key : keys()) {
            if (!read.contains(key)) {
                throw fault(key, "unknown key");
            }
        }
    }
}
