package io.countersign.app.config;

import io.countersign.app.config.Configuration.Sink;
import io.countersign.app.sink.SinkKey;
import io.countersign.app.sink.SinkType;
import io.countersign.sinks.siem.ReadCommitted;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The part `sinks` of the file. What a sink can be told is its connector's definition.
final class SinksSection {
    /// The name is part of a consumer group, of topics and of metrics.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /// What must not be passed on: a sink without them would be another one.
    private static final List<String> OWN =
            List.of("name", "connector.class", "topics", "topics.regex", ReadCommitted.KEY);

    private static final Duration LONGEST = Duration.ofDays(365);

    private SinksSection() {}

    static Map<String, Sink> read(Section section) {
        Map<String, Sink> sinks = new TreeMap<>();
        if (section.names().size() > Configuration.MAX_SINKS) {
            section.problem("", "has more than " + Configuration.MAX_SINKS + " sinks");
            return sinks;
        }
        for (String name : section.names()) {
            if (!NAME.matcher(name).matches()) {
                section.problem(name, "is made of small letters, digits and hyphens, 63 at most");
            }
            if (name.equals(Configuration.Archive.NAME)) {
                section.problem(name, "is how the archive's own connector is called");
            }
            sink(name, section.section(name)).ifPresent(sink -> sinks.put(name, sink));
        }
        return sinks;
    }

    private static Optional<Sink> sink(String name, Section section) {
        if (!section.states("type")) {
            section.problem("type", "must be stated: " + SinkType.names());
            return Optional.empty();
        }
        Optional<SinkType> type = SinkType.of(section.text("type", ""));
        if (type.isEmpty()) {
            section.problem("type", "is one of " + SinkType.names());
            return Optional.empty();
        }
        Map<String, String> settings = new HashMap<>();
        Map<String, Section> groups = new HashMap<>();
        for (SinkKey key : type.get().keys()) {
            Section place =
                    key.group().isEmpty()
                            ? section
                            : groups.computeIfAbsent(key.group(), section::section);
            boolean stated = place.states(key.word());
            String value = value(place, key);
            if (stated) {
                settings.put(key.name(), value);
            }
        }
        Sink sink =
                new Sink(
                        type.get(),
                        section.number("tasks", 1, 1, Configuration.MAX_SINK_TASKS),
                        settings,
                        section.properties("properties", Map.of()));
        groups.values().forEach(Section::close);
        section.close();
        for (String own : OWN) {
            if (sink.properties().containsKey(own)) {
                section.problem("properties." + own, "is set by this program");
            }
        }
        faults(name, section, sink);
        return Optional.of(sink);
    }

    /// What the connector would refuse when it starts.
    private static void faults(String name, Section section, Sink sink) {
        Map<String, String> faults = sink.type().faults(sink.configuration(name, path -> path));
        List<SinkKey> keys = sink.type().keys();
        new TreeMap<>(faults)
                .forEach((key, fault) ->
                        section.problem(
                                keys.stream()
                                        .filter(known -> known.name().equals(key))
                                        .map(SinkKey::path)
                                        .findFirst()
                                        .orElse(key.isEmpty() ? "type" : "properties." + key),
                                fault));
    }

    /// Of what is not stated only the default is noted; Connect fills it in.
    private static String value(Section place, SinkKey key) {
        if (!place.states(key.word())) {
            place.unstated(key.word(), standard(key));
            return "";
        }
        if (key.isDuration()) {
            return Long.toString(
                    place.duration(key.word(), Duration.ZERO, Duration.ZERO, LONGEST).toMillis());
        }
        return switch (key.type()) {
            case BOOLEAN -> Boolean.toString(place.flag(key.word(), false));
            case LIST -> String.join(",", list(place, key.word()));
            case STRING, CLASS, DOUBLE -> place.text(key.word(), "");
            case INT, SHORT, LONG -> Long.toString(place.wholeNumber(key.word()));
            case PASSWORD -> throw new IllegalStateException("a secret is no setting of the file");
        };
    }

    private static String standard(SinkKey key) {
        if (key.required()) {
            return "(none)";
        }
        return key.isDuration() && key.standard().matches("\\d{1,18}")
                ? DurationText.of(Duration.ofMillis(Long.parseLong(key.standard())))
                : key.standard();
    }

    private static List<String> list(Section place, String word) {
        List<String> texts = place.texts(word, List.of());
        if (texts.stream().anyMatch(text -> text.contains(","))) {
            place.problem(word, "no text of the list may hold a comma");
        }
        return texts;
    }
}
