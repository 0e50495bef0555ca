package io.countersign.app.role;

import io.countersign.app.archive.ArchiveOfInstallation;
import io.countersign.app.config.Configuration;
import io.countersign.app.sink.SinkType;
import io.countersign.sinks.archive.live.ArchiveSinkConnector;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The sinks of a configuration as connectors, as Connect takes them.
public final class Connectors {
    /// The type and the name of the sink of a configuration that names none.
    private static final String STANDARD = "ndjson";

    private Connectors() {}

    /// The configured sinks; a file sink in `siem/` where none is configured.
    ///
    /// Where a Schema Registry is configured, each knows it.
    ///
    /// @throws IOException where a secret of the registry can't be read
    public static Map<String, Map<String, String>> of(Configuration configuration)
            throws IOException {
        return of(configuration, SchemaRegistry.settings(configuration));
    }

    /// The same, and the one that writes the archive.
    ///
    /// @param unlessRefused write it where the configuration says nothing about it
    public static Map<String, Map<String, String>> withArchive(
            Configuration configuration, boolean unlessRefused) throws IOException {
        Map<String, Map<String, String>> connectors = of(configuration);
        Configuration.Archive archive = configuration.archive();
        if (archive.live().orElse(unlessRefused)) {
            Map<String, String> properties = new HashMap<>(SchemaRegistry.settings(configuration));
            properties.putAll(
                    ArchiveSinkConnector.configuration(
                            ArchiveOfInstallation.place(configuration), archive.commitEvery()));
            connectors.put(Configuration.Archive.NAME, properties);
        }
        return connectors;
    }

    /// The same without a secret: what a worker elsewhere needs to reach the registry are
    /// references to files there.
    public static Map<String, Map<String, String>> withoutSecrets(Configuration configuration) {
        return of(configuration, SchemaRegistry.references(configuration));
    }

    private static Map<String, Map<String, String>> of(
            Configuration configuration, Map<String, String> registry) {
        Map<String, Map<String, String>> connectors = new HashMap<>();
        withoutRegistry(configuration)
                .forEach((name, own) -> {
                    Map<String, String> properties = new HashMap<>(registry);
                    properties.putAll(own);
                    connectors.put(name, properties);
                });
        return connectors;
    }

    private static Map<String, Map<String, String>> withoutRegistry(Configuration configuration) {
        Map<String, Map<String, String>> connectors = new HashMap<>();
        sinks(configuration)
                .forEach((name, sink) -> {
                    Map<String, String> whole =
                            new HashMap<>(sink.configuration(name, configuration::resolve));
                    whole.put(
                            "errors.deadletterqueue.topic.replication.factor",
                            Integer.toString(configuration.replicationFactor()));
                    connectors.put(name, whole);
                });
        return connectors;
    }

    /// By name; one where none is configured.
    public static Map<String, Configuration.Sink> sinks(Configuration configuration) {
        return configuration.sinks().isEmpty()
                ? Map.of(
                        STANDARD,
                        new Configuration.Sink(
                                SinkType.of(STANDARD).orElseThrow(),
                                1,
                                Map.of("directory", "siem"),
                                Map.of()))
                : configuration.sinks();
    }
}
