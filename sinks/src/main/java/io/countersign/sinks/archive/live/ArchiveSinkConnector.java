package io.countersign.sinks.archive.live;

import io.countersign.schemas.Topics;
import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.WriterSchemas;
import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/// The connector that writes the archive. In a directory it has one task, since that has one
/// writer; in a catalogue it has as many as Connect lets it have, on as many machines. It refuses
/// to start unless its consumer reads committed records only.
///
/// It needs Iceberg on its class path: so the program that runs it offers it to Connect, and the
/// plugin for clusters of others does not.
public final class ArchiveSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    /// A whole connector configuration.
    ///
    /// @param place of the archive
    /// @param commitEvery how long an entry waits at most before it is written
    public static Map<String, String> configuration(ArchivePlace place, Duration commitEvery) {
        Map<String, String> properties =
                new HashMap<>(SiemSinkConnector.reading(Topics.AUDIT_ENTRY));
        properties.put("connector.class", ArchiveSinkConnector.class.getName());
        switch (place) {
            case ArchivePlace.InDirectory in ->
                    properties.put(ArchiveSinkConfig.DIRECTORY, in.directory().toString());
            case ArchivePlace.InCatalogue in ->
                    in.settings()
                            .toProperties()
                            .forEach((key, value) ->
                                    properties.put(ArchiveSinkConfig.CATALOG + key, value));
        }
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
        if (ArchiveSinkConfig.parse(properties).place() instanceof ArchivePlace.InDirectory) {
            return List.of(properties);
        }
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int i = 0; i < maxTasks; i++) {
            Map<String, String> task = new HashMap<>(properties);
            // Two would merge the same files, and one of them in vain.
            task.put(ArchiveSinkConfig.TIDIES, Boolean.toString(i == 0));
            tasks.add(task);
        }
        return tasks;
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
