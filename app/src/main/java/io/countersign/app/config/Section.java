package io.countersign.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A mapping of the file while it is read. Each getter takes the default, notes the value in force,
/// and notes a problem instead of throwing, so that one run names everything that is wrong; what no
/// getter asked for is refused by [#close()].
final class Section {
    private static final int MAX_LIST = 1_000;
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i).*(password|passphrase|secret|token|jaas|credential|api[._-]?key).*");
    private static final String REDACTED = "(secret, not shown)";

    private final String path;
    private final @Nullable JsonNode node;
    private final List<String> problems;
    private final List<Setting> settings;
    private final Set<String> known = new HashSet<>();

    Section(String path, @Nullable JsonNode node, List<String> problems, List<Setting> settings) {
        this.path = path;
        this.problems = problems;
        this.settings = settings;
        // Nothing after the colon is read as an empty text.
        if (node == null
                || (node.isValueNode() && node.asText("").isBlank())
                || node.isNull()
                || node.isMissingNode()) {
            this.node = null;
        } else if (node.isObject()) {
            this.node = node;
        } else {
            problems.add(path + ": must be a mapping of settings");
            this.node = null;
        }
    }

    Section section(String key) {
        return new Section(at(key), child(key), problems, settings);
    }

    String text(String key, String standard) {
        JsonNode value = child(key);
        String text = standard;
        if (value != null) {
            if (value.isValueNode() && !value.asText().isBlank()) {
                text = value.asText();
            } else {
                problem(key, "must be a text");
            }
        }
        return note(key, text, value != null);
    }

    Path path(String key, Path standard) {
        String text = text(key, standard.toString());
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problem(key, "is not a path");
            return standard;
        }
    }

    int number(String key, int standard, int least, int most) {
        JsonNode value = child(key);
        int number = standard;
        if (value != null) {
            if (value.isInt() && value.intValue() >= least && value.intValue() <= most) {
                number = value.intValue();
            } else {
                problem(key, "must be a whole number from " + least + " to " + most);
            }
        }
        note(key, Integer.toString(number), value != null);
        return number;
    }

    /// One that is stated; whether it fits is for another to say.
    long wholeNumber(String key) {
        JsonNode value = child(key);
        long number = 0;
        if (value != null && value.isIntegralNumber() && value.canConvertToLong()) {
            number = value.longValue();
        } else {
            problem(key, "must be a whole number");
        }
        note(key, Long.toString(number), true);
        return number;
    }

    /// A setting that the file leaves to its default, which is somebody else's.
    void unstated(String key, String standard) {
        known.add(key);
        note(key, standard, false);
    }

    boolean flag(String key, boolean standard) {
        JsonNode value = child(key);
        boolean flag = standard;
        if (value != null) {
            if (value.isBoolean()) {
                flag = value.booleanValue();
            } else {
                problem(key, "must be true or false");
            }
        }
        note(key, Boolean.toString(flag), value != null);
        return flag;
    }

    Duration duration(String key, Duration standard, Duration least, Duration most) {
        JsonNode value = child(key);
        Duration duration = standard;
        if (value != null) {
            Duration stated = DurationText.parse(value.asText()).orElse(Duration.ofSeconds(-1));
            if (stated.compareTo(least) >= 0 && stated.compareTo(most) <= 0) {
                duration = stated;
            } else {
                problem(
                        key,
                        "must be a duration from "
                                + DurationText.of(least)
                                + " to "
                                + DurationText.of(most)
                                + ", a number and a unit such as 100ms, 5s or 2h");
            }
        }
        note(key, DurationText.of(duration), value != null);
        return duration;
    }

    List<String> texts(String key, List<String> standard) {
        JsonNode value = child(key);
        List<String> texts = standard;
        if (value != null) {
            texts = new ArrayList<>();
            if (!value.isArray() || value.size() > MAX_LIST) {
                problem(key, "must be a list of at most " + MAX_LIST + " texts");
            } else {
                for (JsonNode element : value) {
                    if (element.isValueNode() && !element.isNull()) {
                        texts.add(element.asText());
                    } else {
                        problem(key, "must be a list of texts");
                    }
                }
            }
        }
        note(key, texts.toString(), value != null);
        return texts;
    }

    /// Names and values that are somebody else's: any key is taken, values are texts.
    Map<String, String> properties(String key, Map<String, String> standard) {
        JsonNode value = child(key);
        Map<String, String> properties = new TreeMap<>(standard);
        if (value != null) {
            if (!value.isObject()) {
                problem(key, "must be a mapping of names to values");
                return standard;
            }
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                    problem(
                            key + "." + entry.getKey(),
                            "must be a text, a number or true or false");
                    continue;
                }
                properties.put(entry.getKey(), entry.getValue().asText());
            }
        }
        if (properties.isEmpty()) {
            note(key, "{}", value != null);
        }
        properties.forEach((name, text) -> note(key + "." + name, text, true));
        return properties;
    }

    /// The keys of a mapping whose names the file chooses.
    List<String> names() {
        List<String> names = new ArrayList<>();
        if (node != null) {
            node.fieldNames().forEachRemaining(names::add);
        }
        return names;
    }

    boolean states(String key) {
        return node != null && node.has(key);
    }

    /// A setting that earlier versions had: refused, with what to do instead.
    void removed(String key, String instead) {
        if (child(key) != null) {
            problem(key, "was removed: " + instead);
        }
    }

    void problem(String key, String what) {
        problems.add(at(key) + ": " + what);
    }

    /// Refuses what nobody asked for.
    void close() {
        if (node == null) {
            return;
        }
        List<String> nearest = known.stream().sorted().toList();
        for (String name : names()) {
            if (!known.contains(name)) {
                problem(name, "is not a setting; there are " + String.join(", ", nearest));
            }
        }
    }

    private @Nullable JsonNode child(String key) {
        known.add(key);
        JsonNode value = node == null ? null : node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private String note(String key, String value, boolean stated) {
        boolean secret = SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches();
        settings.add(
                new Setting(
                        at(key),
                        secret && !path.isEmpty() && isPassedOn(key) ? REDACTED : value,
                        stated));
        return value;
    }

    /// Our own settings hold no secrets, only where they lie; those of others may.
    private static boolean isPassedOn(String key) {
        return key.startsWith("properties.");
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
