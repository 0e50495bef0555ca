package io.countersign.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plugin's jars alone, beside what a stock worker has, load every connector, check a
/// configuration and make a task: nothing of this program's class path is borrowed.
class PluginBringsWhatItNeedsTest {
    /// What a Connect worker has and shares with its plugins.
    private static final List<String> OF_THE_WORKER =
            List.of("connect-api-", "kafka-clients-", "slf4j-api-");

    @TempDir Path directory;

    @Test
    void everyConnectorLoadsInALoaderOfItsOwn() throws Exception {
        Path zip = directory.resolve("sinks.zip");
        PluginZip.write(zip, "1.2.3", classPath());
        List<URL> jars = unpacked(zip);
        Path manifest = directory.resolve("countersign-connect-sinks-1.2.3/manifest.json");
        assertThat(Files.readString(manifest)).contains("\"sink\"", "at_least_once");
        List<URL> worker = new ArrayList<>();
        for (Path part : classPath()) {
            String name = String.valueOf(part.getFileName());
            if (OF_THE_WORKER.stream().anyMatch(name::startsWith)) {
                worker.add(part.toUri().toURL());
            }
        }
        try (URLClassLoader shared =
                        new URLClassLoader(
                                worker.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
                URLClassLoader plugin = new URLClassLoader(jars.toArray(URL[]::new), shared)) {
            Class<?> service = shared.loadClass("org.apache.kafka.connect.sink.SinkConnector");
            Set<String> found = new TreeSet<>();
            for (Object connector : java.util.ServiceLoader.load(service, plugin)) {
                assertThat(connector.getClass().getClassLoader()).isSameAs(plugin);
                found.add(connector.getClass().getName());
                if (connector.getClass().getSimpleName().startsWith("Ndjson")) {
                    starts(connector);
                }
            }
            assertThat(found)
                    .isEqualTo(
                            new TreeSet<>(
                                    SinkType.all().stream()
                                            .map(type ->
                                                    type.configuration(
                                                                    "a",
                                                                    1,
                                                                    Map.of(),
                                                                    Map.of(),
                                                                    path -> path)
                                                            .get("connector.class"))
                                            .toList()));
        }
    }

    private void starts(Object connector) throws ReflectiveOperationException {
        Map<String, String> configuration =
                SinkType.of("ndjson")
                        .orElseThrow()
                        .configuration("a", 1, Map.of(), Map.of(), directory::resolve);
        connector.getClass().getMethod("start", Map.class).invoke(connector, configuration);
        Object task =
                ((Class<?>) connector.getClass().getMethod("taskClass").invoke(connector))
                        .getDeclaredConstructor()
                        .newInstance();
        assertThat(task.getClass().getMethod("version").invoke(task)).isNotNull();
    }

    /// Every jar, none of which is of Kafka or SLF4J.
    private List<URL> unpacked(Path zip) throws IOException {
        List<URL> jars = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                assertThat(file.normalize().startsWith(directory)).isTrue();
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
                if (entry.getName().endsWith(".jar")) {
                    assertThat(String.valueOf(file.getFileName()))
                            .doesNotContain("kafka", "connect-", "slf4j", "logback");
                    jars.add(file.toUri().toURL());
                    try (ZipFile jar = new ZipFile(file.toFile())) {
                        assertThat(jar.stream().map(ZipEntry::getName))
                                .as("a worker that looks at all classes finds no other connector")
                                .noneMatch(name -> name.contains("/sinks/archive/"));
                    }
                }
            }
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
        return jars;
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(part -> !part.isBlank())
                .map(Path::of)
                .toList();
    }
}
