package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.topology.chain.ChainProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A changed node, store or sub-topology is lost state for whoever runs the version before: it must
/// be a decision.
class AuditTopologyDescriptionTest {
    @TempDir Path directory;

    @Test
    void theTopologyIsTheOneThatWasAgreed() throws IOException {
        String described =
                AuditTopology.build(
                                AuditDriver.parts(
                                        directory,
                                        new ChainProbe.Probed(Optional.empty(), Map.of())))
                        .describe()
                        .toString();
        try (java.io.InputStream golden =
                Objects.requireNonNull(getClass().getResourceAsStream("/audit-topology.txt"))) {
            assertThat(described.strip())
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }
}
