package io.countersign.it;

import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A running installation at the turn of a year: one log ends, the next begins, and whoever reads
/// the log reads both.
class TheLogTurnsWithTheYearTest {
    private static final Instant TURN = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir private Path folder;

    @Test
    @Timeout(600)
    void sealingGoesOnInTheNextLog() throws Exception {
        Path directory = folder.resolve("data");
        Path config =
                Files.writeString(
                        folder.resolve("countersign.yaml"),
                        """
                        directory: %s
                        partitions: 2
                        ledger:
                          interval: 300ms
                        """
                                .formatted(directory));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        AtomicReference<Duration> ahead =
                new AtomicReference<>(
                        Duration.between(Instant.now(), TURN.minus(Duration.ofHours(1))));
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        Path auditor = folder.resolve("auditor.vkeys");
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.demo(), clock)) {
            Prompts prompts = new Prompts(installation);
            prompts.send("ana.ruiz@example.org", Instant.now());
            String before = event(installation, 1);
            Awaitility.await("sealed in the old year")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(why(before, directory)).startsWith("0 "));
            Files.copy(directory.resolve("log.vkeys"), auditor);

            ahead.updateAndGet(one -> one.plus(Duration.ofHours(1)));
            Awaitility.await("the next log")
                    .atMost(LIMIT)
                    .until(() -> Files.exists(directory.resolve("2027/log/checkpoint")));
            prompts.send("ana.ruiz@example.org", Instant.now());
            String after = event(installation, 2);
            Awaitility.await("sealed in the new year")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(why(after, directory)).startsWith("0 ").contains("/2027, "));
            assertThat(why(before, directory)).doesNotContain("/2027, ");
        }

        assertThat(run("verify", directory.toString(), "--vkeys", auditor.toString()))
                .startsWith("0 ")
                .contains("passed       log.succession", ", 2 logs", "AUTHENTIC");
        assertThat(run("archive", "rebuild", directory.toString())).startsWith("0 ");
        assertThat(run("archive", "status", directory.toString())).startsWith("0 ");
        assertThat(run("archive", "verify", directory.toString())).startsWith("0 ");
        Path kit = folder.resolve("kit");
        assertThat(
                        run(
                                "keys",
                                "export",
                                "--for-auditor",
                                kit.toString(),
                                "--config",
                                config.toString()))
                .startsWith("0 ");
        assertThat(Files.readAllLines(kit.resolve("auditor.vkeys")))
                .isEqualTo(Files.readAllLines(directory.resolve("2027/log.vkeys")));
        assertThat(
                        run(
                                "verify",
                                directory.toString(),
                                "--vkeys",
                                kit.resolve("auditor.vkeys").toString()))
                .startsWith("0 ")
                .contains("goes on from exactly this checkpoint", "AUTHENTIC");
    }

    /// The chain and number of the n-th event.
    private static String event(Installation installation, int count) {
        AtomicReference<List<AuditEntry>> events = new AtomicReference<>(List.of());
        Awaitility.await("event " + count)
                .atMost(LIMIT)
                .until(() -> {
                    events.set(
                            CommittedRecords.entries(installation.deployment()).stream()
                                    .filter(entry -> entry.getKind() == EntryKind.EVENT)
                                    .toList());
                    return events.get().size() == count;
                });
        AuditEntry last = events.get().getLast();
        return last.getChain() + ":" + last.getSeq();
    }

    private static String why(String entry, Path directory) {
        return run("why", entry, "--dir", directory.toString());
    }
}
