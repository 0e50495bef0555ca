package io.countersign.app.sink;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import io.countersign.sinks.siem.delivery.Sink;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;

/// A kind of sink that a configuration file may name. The kinds are the connectors that the sinks'
/// jar offers to Connect, and what one can be told is what its own definition says: a new kind
/// needs nothing here.
public final class SinkType {
    /// Where a sink with files of its own puts them that names no other folder.
    private static final String DIRECTORY = "directory";

    private final SiemSinkConnector connector;
    private final List<SinkKey> keys;

    private SinkType(SiemSinkConnector connector) {
        this.connector = connector;
        this.keys =
                connector.sink().definition().configKeys().values().stream()
                        .filter(key -> key.type() != ConfigDef.Type.PASSWORD)
                        .map(SinkKey::of)
                        .toList();
    }

    /// Read once, and only where a sink is named.
    private static final class Known {
        static final Map<String, SinkType> BY_NAME = load();

        private static Map<String, SinkType> load() {
            Map<String, SinkType> types = new TreeMap<>();
            for (SinkConnector found : ServiceLoader.load(SinkConnector.class)) {
                if (found instanceof SiemSinkConnector ours) {
                    types.put(ours.sink().name(), new SinkType(ours));
                }
            }
            return types;
        }
    }

    /// By the word of the configuration file.
    public static Optional<SinkType> of(String name) {
        return Optional.ofNullable(Known.BY_NAME.get(name));
    }

    /// All of them, in the order of their names.
    public static List<SinkType> all() {
        return List.copyOf(Known.BY_NAME.values());
    }

    /// All of their names, for a message.
    public static String names() {
        return String.join(", ", Known.BY_NAME.keySet());
    }

    /// As the configuration file names it.
    public String name() {
        return connector.sink().name();
    }

    public Sink sink() {
        return connector.sink();
    }

    /// What it can be told, in the order of its manual. Secrets are not among them: a file's path
    /// is.
    public List<SinkKey> keys() {
        return keys;
    }

    /// The connector's configuration for a worker of any kind.
    ///
    /// @param name of the sink, which is the connector's name
    /// @param tasks that share the partitions
    /// @param settings of the sink, by Connect's names
    /// @param properties Connect's own, which win
    /// @param place makes a path of the configuration absolute
    public Map<String, String> configuration(
            String name,
            int tasks,
            Map<String, String> settings,
            Map<String, String> properties,
            UnaryOperator<Path> place) {
        Map<String, String> whole =
                new HashMap<>(SiemSinkConnector.configuration(connector.getClass()));
        whole.put("name", name);
        whole.put("tasks.max", Integer.toString(tasks));
        whole.put("errors.tolerance", "all");
        whole.put("errors.deadletterqueue.topic.name", deadLetters(name));
        if (keys.stream().anyMatch(key -> key.name().equals(DIRECTORY) && key.required())) {
            whole.put(DIRECTORY, place.apply(Path.of("siem", name)).toString());
        }
        whole.putAll(settings);
        for (SinkKey key : keys) {
            if (key.isPath()) {
                whole.computeIfPresent(key.name(), (_, paths) -> absolute(paths, place));
            }
        }
        whole.putAll(properties);
        return Map.copyOf(whole);
    }

    /// The topic of the letters about what a sink's receiver did not take.
    public static String deadLetters(String sink) {
        return "dead-letter." + sink + ".v1";
    }

    /// What the connector itself says is wrong, by its own keys; "" is the key of what concerns no
    /// single one.
    ///
    /// @param configuration a whole connector configuration
    public Map<String, String> faults(Map<String, String> configuration) {
        Map<String, String> faults =
                connector.validate(configuration).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(
                                Collectors.toMap(
                                        ConfigValue::name,
                                        value -> String.join("; ", value.errorMessages())));
        if (faults.isEmpty()) {
            try {
                connector.sink().validate(configuration);
            } catch (ConfigException refused) {
                faults.put("", String.valueOf(refused.getMessage()));
            }
        }
        return faults;
    }

    /// One path, or several between commas.
    private static String absolute(String paths, UnaryOperator<Path> place) {
        return paths.isBlank()
                ? paths
                : Arrays.stream(paths.split(","))
                        .map(path -> place.apply(Path.of(path.strip())).toString())
                        .collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name();
    }
}
