package io.countersign.app.config;

import io.countersign.app.config.Configuration.Bridge;
import io.countersign.app.config.Configuration.Registry;
import io.countersign.intake.bridge.Encoding;
import io.countersign.intake.bridge.PayloadPath;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// The part `bridges` of the file.
final class BridgesSection {
    /// The name is part of a transactional id, and of metrics.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final String EARLIEST = "earliest";
    private static final String LATEST = "latest";

    private BridgesSection() {}

    /// @param registry reads the settings of a Schema Registry
    static Map<String, Bridge> read(
            Section section, BiFunction<Section, Registry, Registry> registry) {
        Map<String, Bridge> bridges = new TreeMap<>();
        if (section.names().size() > Configuration.MAX_BRIDGES) {
            section.problem("", "has more than " + Configuration.MAX_BRIDGES + " bridges");
            return bridges;
        }
        Set<String> places = new HashSet<>();
        for (String name : section.names()) {
            if (!NAME.matcher(name).matches()) {
                section.problem(name, "is made of small letters, digits and hyphens, 63 at most");
            }
            Section bridge = section.section(name);
            Bridge read = bridge(bridge, registry);
            bridges.put(name, read);
            for (String topic : read.topics()) {
                if (!places.add(read.bootstrapServers() + " " + topic)) {
                    bridge.problem("topics", "names a topic that another bridge reads: " + topic);
                }
            }
        }
        return bridges;
    }

    private static Bridge bridge(
            Section section, BiFunction<Section, Registry, Registry> registry) {
        List<String> servers = section.texts("bootstrap-servers", List.of());
        List<String> topics = section.texts("topics", List.of());
        if (servers.isEmpty()
                || !servers.stream()
                        .allMatch(one -> ConfigurationFile.SERVER.matcher(one).matches())) {
            section.problem("bootstrap-servers", "must be stated, each host:port");
        }
        if (topics.isEmpty() || !topics.stream().allMatch(one -> TOPIC.matcher(one).matches())) {
            section.problem("topics", "must be stated, each a topic's name");
        }
        if (!section.states("format")) {
            section.problem("format", "must be stated: an input format, or auto");
        }
        Encoding value = value(section);
        Bridge bridge =
                new Bridge(
                        servers,
                        topics,
                        section.text("format", "(none)"),
                        value,
                        payload(section, value),
                        fromLatest(section),
                        registry.apply(section.section("schema-registry"), Registry.NONE),
                        section.properties("properties", Map.of()));
        section.close();
        if (value == Encoding.AVRO && !bridge.registry().configured()) {
            section.problem(
                    "schema-registry.url", "must be stated: value avro needs that cluster's");
        }
        if (bridge.properties().containsKey("bootstrap.servers")) {
            section.problem("properties.bootstrap.servers", "belongs into bootstrap-servers");
        }
        return bridge;
    }

    private static Encoding value(Section section) {
        String text = section.text("value", "string");
        for (Encoding encoding : Encoding.values()) {
            if (encoding.name().toLowerCase(Locale.ROOT).equals(text)) {
                return encoding;
            }
        }
        section.problem("value", "is string, json or avro");
        return Encoding.STRING;
    }

    private static PayloadPath payload(Section section, Encoding value) {
        boolean stated = section.states("payload");
        String text = section.text("payload", "(whole)");
        if (!stated) {
            return PayloadPath.WHOLE;
        }
        if (value == Encoding.STRING) {
            section.problem("payload", "is for value json or avro: a string has no parts");
            return PayloadPath.WHOLE;
        }
        try {
            return PayloadPath.parse(text);
        } catch (IllegalArgumentException unfit) {
            section.problem("payload", String.valueOf(unfit.getMessage()));
            return PayloadPath.WHOLE;
        }
    }

    private static boolean fromLatest(Section section) {
        String text = section.text("from", EARLIEST);
        if (!text.equals(EARLIEST) && !text.equals(LATEST)) {
            section.problem("from", "is earliest or latest");
        }
        return text.equals(LATEST);
    }
}
