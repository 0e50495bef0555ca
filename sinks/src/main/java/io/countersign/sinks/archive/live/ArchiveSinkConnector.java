package io.countersign.sinks.archive.live;

import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.WriterSchemas;
import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/// The connector that writes the archive. It has one task, since an archive has one writer, and
/// refuses to start unless its consumer reads committed records only.
///
/// It needs Iceberg on its class path, and an archive in a directory belongs to one machine: so the
/// program that runs it offers it to Connect, and the plugin for clusters of others does not.
public final class ArchiveSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    /// A whole connector configuration.
    ///
    /// @param directory of the archive
    /// @param commitEvery how long an entry waits at most before it is written
    public static Map<String, String> configuration(Path directory, Duration commitEvery) {
        Map<String, String> properties =
                new HashMap<>(SiemSinkConnector.reading(Topics.AUDIT_ENTRY));
        properties.put("connector.class", ArchiveSinkConnector.class.getName());
        properties.put(ArchiveSinkConfig.DIRECTORY, directory.toString());
        properties.put(ArchiveSinkConfig.COMMIT_EVERY_MS, Long.toString(commitEvery.toMillis()));
        return properties;
    }

    @Override
    public void start(Map<String, String> given) {
        ReadCommitted.require(given);
        ArchiveSinkConfig unused = ArchiveSinkConfig.parse(given);
        WriterSchemas.of(given).close().run();
        properties = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return ArchiveSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public Config validate(Map<String, String> given) {
        return ReadCommitted.validate(super.validate(given), given);
    }

    @Override
    public void stop() {
        // The task owns the files.
    }

    @Override
    public ConfigDef config() {
        return ArchiveSinkConfig.DEFINITION;
    }

    @Override
    public String version() {
        return SiemSinkConnector.productVersion();
    }
}
