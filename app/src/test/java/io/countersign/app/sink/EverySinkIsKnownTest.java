package io.countersign.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.archive.live.ArchiveSinkConnector;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A connector that Connect finds can be named in the configuration file, and the other way round.
class EverySinkIsKnownTest {
    private static final SinkType NDJSON = SinkType.of("ndjson").orElseThrow();

    @Test
    void typesAreTheConnectorsOfTheJar() throws IOException {
        Set<String> types =
                SinkType.all().stream()
                        .map(type -> type.configuration("a", 1, Map.of(), Map.of(), path -> path))
                        .map(configuration -> configuration.get("connector.class"))
                        .collect(Collectors.toCollection(HashSet::new));
        // Not a sink of somebody's choice: it has a section of its own.
        types.add(ArchiveSinkConnector.class.getName());
        Set<String> found = new HashSet<>();
        for (URL services :
                Collections.list(
                        SinkType.class
                                .getClassLoader()
                                .getResources(
                                        "META-INF/services/" + SinkConnector.class.getName()))) {
            try (InputStream lines = services.openStream()) {
                new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("io.countersign."))
                        .forEach(found::add);
            }
        }
        assertThat(types).isEqualTo(found);
    }

    @ParameterizedTest
    @MethodSource("io.countersign.app.sink.SinkType#all")
    void settingsHaveOneNameEach(SinkType type) {
        List<String> paths = type.keys().stream().map(SinkKey::path).toList();
        assertThat(new HashSet<>(paths)).hasSameSizeAs(paths);
        assertThat(paths)
                .allMatch(path -> path.matches("([a-z]+\\.)?[a-z0-9]+(-[a-z0-9]+)*"))
                .doesNotContain("type", "tasks", "properties", "select", "tls");
        assertThat(type.keys()).allMatch(key -> !key.manual().isBlank());
    }

    @Test
    void relativePathsCountFromTheDirectory() {
        Map<String, String> configuration =
                NDJSON.configuration(
                        "lines",
                        2,
                        Map.of("directory", "events"),
                        Map.of(),
                        path -> Path.of("/srv/site").resolve(path));
        assertThat(configuration)
                .containsEntry("directory", "/srv/site/events")
                .containsEntry("tasks.max", "2")
                .containsEntry("consumer.override.isolation.level", "read_committed");
        assertThat(NDJSON.faults(configuration)).isEmpty();
    }
}
