package io.countersign.app.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The configuration files of `deploy/k8s` are read by the program as they stand, and permit
/// nothing that is refused by default but the health endpoint's port, which the kubelet asks from
/// outside the pod.
class ManifestsConfigurationIsAcceptedTest {
    private static final String PROBES = "health.on-all-interfaces-without-tls";

    private static final Path MANIFESTS = Path.of("../deploy/k8s");

    @Test
    void baseAndOverlays() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(MANIFESTS)) {
            files = found.filter(file -> file.endsWith("countersign.yaml")).toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(2);
        for (Path file : files) {
            ConfigurationFile read = ConfigurationFile.read(file);
            assertThat(read.configuration().kafka().ownBroker()).as("%s", file).isFalse();
            assertThat(read.configuration().permissions()).as("%s", file).allMatch(PROBES::equals);
        }
    }
}
