package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.sinks.siem.ndjson.NdjsonSinkConnector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The connectors of a configuration, as Connect takes them.
public final class Connectors {
    private static final String NDJSON = "ndjson";

    private Connectors() {}

    /// The configured connectors; an NDJSON file sink in `siem/` where none is configured.
    ///
    /// Where a Schema Registry is configured, each knows it.
    ///
    /// @throws IllegalArgumentException for a type that does not exist
    /// @throws IOException where a secret of the registry can't be read
    public static Map<String, Map<String, String>> of(Configuration configuration)
            throws IOException {
        Map<String, String> registry = SchemaRegistry.settings(configuration);
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
        Path directory = configuration.resolve(Path.of("siem"));
        if (configuration.siem().isEmpty()) {
            return Map.of(NDJSON, NdjsonSinkConnector.configuration(directory));
        }
        Map<String, Map<String, String>> connectors = new HashMap<>();
        configuration
                .siem()
                .forEach((name, connector) -> {
                    if (!connector.type().equals(NDJSON)) {
                        throw new IllegalArgumentException(
                                "siem." + name + ".type: there is only " + NDJSON + " so far");
                    }
                    Map<String, String> properties =
                            new HashMap<>(
                                    NdjsonSinkConnector.configuration(directory.resolve(name)));
                    properties.putAll(connector.properties());
                    properties.put(
                            "include-subject-tokens-which-are-phi",
                            Boolean.toString(connector.sendTokensThatCountAsPhi()));
                    connectors.put(name, properties);
                });
        return connectors;
    }
}
