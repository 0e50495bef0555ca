package io.countersign.sinks.siem.delivery;

import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.WriterSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/// The connector of every sink: refuses what cannot work before a task starts, and numbers the
/// tasks. It refuses to start unless its consumer reads committed records only.
public abstract class SiemSinkConnector extends SinkConnector {
    /// Tells a task its number.
    static final String TASK_NUMBER = "countersign.task.number";

    private final Sink sink;
    private final Class<? extends SiemSinkTask> task;
    private Map<String, String> properties = Map.of();

    protected SiemSinkConnector(Sink sink, Class<? extends SiemSinkTask> task) {
        this.sink = sink;
        this.task = task;
    }

    /// The kind of sink that this connector runs.
    public final Sink sink() {
        return sink;
    }

    /// What every sink's configuration needs beside its own keys: entries and alerts, one task.
    public static Map<String, String> configuration(Class<? extends SiemSinkConnector> connector) {
        Map<String, String> properties = reading(Topics.AUDIT_ENTRY + "," + Topics.ALERT);
        properties.put("connector.class", connector.getName());
        return properties;
    }

    /// What a connector that reads these topics, with a comma between, needs beside its class and
    /// its own keys: bytes as they are, committed records only, one task.
    public static Map<String, String> reading(String topics) {
        Map<String, String> properties = new HashMap<>();
        properties.put("tasks.max", "1");
        properties.put("topics", topics);
        properties.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        properties.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        properties.put(ReadCommitted.KEY, ReadCommitted.VALUE);
        return properties;
    }

    @Override
    public final void start(Map<String, String> given) {
        ReadCommitted.require(given);
        sink.validate(given);
        WriterSchemas.of(given).close().run();
        properties = Map.copyOf(given);
    }

    @Override
    public final Class<? extends Task> taskClass() {
        return task;
    }

    @Override
    public final List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int number = 0; number < maxTasks; number++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(TASK_NUMBER, Integer.toString(number));
            configs.add(config);
        }
        return configs;
    }

    /// Connect calls this before it creates or changes the connector: the operator sees the reason
    /// at once.
    @Override
    public final Config validate(Map<String, String> given) {
        return ReadCommitted.validate(super.validate(given), given);
    }

    @Override
    public final void stop() {
        // Tasks own the connections and files.
    }

    @Override
    public final ConfigDef config() {
        return sink.definition();
    }

    @Override
    public final String version() {
        return productVersion();
    }

    /// From the jar's manifest.
    public static String productVersion() {
        String version = SiemSinkConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
