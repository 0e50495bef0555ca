package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.audit.evidence.EvidenceKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From a real broker's topic into the locked record: the sealed evidence of each entry of a full
/// bundle, as ciphertext, and nobody lets it go before its time.
class TheKeeperLocksEvidenceTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int PROMPTS = 300;

    @TempDir Path folder;

    @Test
    @Timeout(400)
    void withTheEntriesThatReferToIt() throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("countersign.yaml"),
                        """
                        directory: %s
                        partitions: 2
                        ledger:
                          interval: 300ms
                        archive:
                          lock: {storage: record, every: 1s}
                        """
                                .formatted(folder.resolve("data")));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        String part = "evidence-" + EvidenceKeys.kid(Instant.now());
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
            new Prompts(installation).send(PROMPTS);
            Awaitility.await("a bundle is full, and its evidence is locked")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(3))
                    .untilAsserted(() ->
                            assertThat(run("retention", "parts", config))
                                    .startsWith("0 ")
                                    .contains(part, "is locked until", "is held for policy:"));
            assertThat(run("retention", "dispose", part, "--request", file("now.txt"), config))
                    .startsWith("4 ")
                    .contains("is locked until");
        }
        String verified =
                CommandRun.run(
                        "archive", "verify", "--locked", folder.resolve("data/record").toString());
        assertThat(verified).startsWith("0 ").contains("The sealed evidence of ", "is there");
        assertThat(clearText()).as("ciphertext only").isZero();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String run(Object... words) {
        String[] all = new String[words.length + 1];
        for (int i = 0; i < words.length - 1; i++) {
            all[i] = words[i].toString();
        }
        all[words.length - 1] = "--config";
        all[words.length] = words[words.length - 1].toString();
        return CommandRun.run(all);
    }

    /// Files of the record that hold what was said.
    private long clearText() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data/record"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(Prompts.MRN);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .count();
        }
    }
}
