package io.countersign.app.sink;

import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.ndjson.NdjsonSinkConnector;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;

/// The kinds of sink that a configuration file may name: the one place where this program learns of
/// a connector. What a kind can be told is what the connector's own definition says, so that a new
/// kind needs a line here and nothing else.
public enum SinkType {
    NDJSON("ndjson");

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /// Where the files of a sink lie that names no other folder.
    private static final String DIRECTORY = "directory";

    private final String word;

    SinkType(String word) {
        this.word = word;
    }

    private SinkConnector connector() {
        return switch (this) {
            case NDJSON -> new NdjsonSinkConnector();
        };
    }

    /// As the configuration file names it.
    public String word() {
        return word;
    }

    public static Optional<SinkType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /// All of them, for a message.
    public static String words() {
        return Arrays.stream(values()).map(SinkType::word).collect(Collectors.joining(", "));
    }

    /// The connector's class, as Connect takes it.
    public String connectorClass() {
        return connector().getClass().getName();
    }

    /// What it can be told, in the order of its manual. Secrets are not among them: a file's path
    /// is.
    public List<SinkKey> keys() {
        return connector().config().configKeys().values().stream()
                .filter(key -> key.type() != ConfigDef.Type.PASSWORD)
                .map(SinkKey::of)
                .toList();
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
        Map<String, String> whole = new HashMap<>();
        whole.put("connector.class", connectorClass());
        whole.put("tasks.max", Integer.toString(tasks));
        whole.put("topics", Topics.AUDIT_ENTRY + "," + Topics.ALERT);
        whole.put("key.converter", BYTES);
        whole.put("value.converter", BYTES);
        whole.put(ReadCommitted.KEY, ReadCommitted.VALUE);
        List<SinkKey> keys = keys();
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

    /// What the connector itself says is wrong, by its own keys.
    ///
    /// @param configuration a whole connector configuration
    public Map<String, String> faults(Map<String, String> configuration) {
        return connector().validate(configuration).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(
                        Collectors.toMap(
                                ConfigValue::name,
                                value -> String.join("; ", value.errorMessages())));
    }

    /// One path, or several between commas.
    private static String absolute(String paths, UnaryOperator<Path> place) {
        return paths.isBlank()
                ? paths
                : Arrays.stream(paths.split(","))
                        .map(path -> place.apply(Path.of(path.strip())).toString())
                        .collect(Collectors.joining(","));
    }
}
