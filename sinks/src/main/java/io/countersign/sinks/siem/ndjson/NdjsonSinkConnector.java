package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.WriterSchemas;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/// Appends audit entries and alerts as OCSF events to NDJSON files. The guide is
/// `docs/guides/siem.md`.
///
/// Each task writes files of its own. The connector refuses to start unless its consumer reads
/// committed records only.
public final class NdjsonSinkConnector extends SinkConnector {
    /// Tells a task its number, which is part of its files' names.
    static final String TASK_NUMBER = "countersign.task.number";

    private Map<String, String> properties = Map.of();

    /// A configuration that works as it stands: entries and alerts, one task, files in the
    /// directory.
    public static Map<String, String> configuration(Path directory) {
        return NdjsonConfig.connector(directory);
    }

    @Override
    public void start(Map<String, String> given) {
        ReadCommitted.require(given);
        NdjsonConfig.parse(given, version());
        WriterSchemas.of(given).close().run();
        properties = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return NdjsonSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(TASK_NUMBER, Integer.toString(task));
            configs.add(config);
        }
        return configs;
    }

    /// Connect calls this before it creates or changes the connector: the operator sees the reason
    /// at once.
    @Override
    public Config validate(Map<String, String> given) {
        Config config = super.validate(given);
        if (!ReadCommitted.VALUE.equals(given.get(ReadCommitted.KEY))) {
            ConfigValue value = new ConfigValue(ReadCommitted.KEY);
            value.addErrorMessage(
                    "set "
                            + ReadCommitted.KEY
                            + "="
                            + ReadCommitted.VALUE
                            + ": the default delivers records of aborted transactions");
            config.configValues().add(value);
        }
        return config;
    }

    @Override
    public void stop() {
        // Tasks own the files.
    }

    @Override
    public ConfigDef config() {
        return NdjsonConfig.DEFINITION;
    }

    @Override
    public String version() {
        return productVersion();
    }

    /// From the jar's manifest.
    static String productVersion() {
        String version = NdjsonSinkConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
