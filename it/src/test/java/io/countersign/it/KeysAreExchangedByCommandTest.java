package io.countersign.it;

import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The keys of a whole installation are rotated and then revoked by the commands of the guide. An
/// auditor who got the first keys follows the rotation by the log alone; after the revocation they
/// need the new ones.
class KeysAreExchangedByCommandTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;

    private Path config = Path.of("");
    private Path data = Path.of("");

    @Test
    @Timeout(600)
    void isFollowedByWhoHasTheFirstKeyUntilItIsRevoked() throws Exception {
        data = folder.resolve("data");
        config =
                Files.writeString(
                        folder.resolve("countersign.yaml"),
                        """
                        directory: %s
                        partitions: 1
                        ledger:
                          interval: 300ms
                          idle-interval: 1s
                        """
                                .formatted(data));
        sealWithKeys(2);
        Path first = export("first");
        assertThat(Files.readString(first.resolve("README.md"))).contains("countersign verify");
        assertThat(Files.readAllLines(first.resolve("auditor.vkeys")))
                .isEqualTo(Files.readAllLines(data.resolve("log.vkeys")));
        assertThat(verify(first)).startsWith("0 ").contains("AUTHENTIC");

        assertThat(keys("rotate")).startsWith("0 ").contains("ledger-next.", "ledger-ml-dsa-next.");
        assertThat(keys("rotate")).startsWith("4 ").contains("a rotation is under way");
        assertThat(keys("rotate", "--finish")).startsWith("4 ").contains("not in force in the log");
        sealWithKeys(4);
        assertThat(keys("rotate", "--finish")).startsWith("0 ");
        sealWithKeys(2);
        assertThat(Files.readAllLines(data.resolve("log.vkeys")))
                .doesNotContainAnyElementsOf(Files.readAllLines(first.resolve("auditor.vkeys")));
        assertThat(verify(first))
                .startsWith("0 ")
                .contains("each vouched for the next", "AUTHENTIC");

        Path second = export("second");
        assertThat(keys("revoke", "--since", "2026-11-20T08:00:00Z", "--yes")).startsWith("0 ");
        sealWithKeys(2);
        Path third = export("third");
        assertThat(verify(third)).startsWith("0 ").contains("AUTHENTIC");
        assertThat(verify(second)).startsWith("1 ").contains("revoked the key that you trust");
        assertThat(verify(first)).startsWith("1 ").contains("revoked the key that you trust");
    }

    private Path export(String name) {
        Path directory = folder.resolve(name);
        assertThat(keys("export", "--for-auditor", directory.toString())).startsWith("0 ");
        return directory;
    }

    private String keys(String... arguments) {
        return run(
                Stream.of(
                                List.of("keys"),
                                List.of(arguments),
                                List.of("--config", config.toString()))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    private String verify(Path auditor) {
        return run(
                "verify", data.toString(), "--vkeys", auditor.resolve("auditor.vkeys").toString());
    }

    /// Starts the installation, waits for seals under so many keys, and stops it.
    private void sealWithKeys(int keys) throws Exception {
        Path vkeys = data.resolve("log.vkeys");
        List<String> old = Files.exists(vkeys) ? Files.readAllLines(vkeys) : List.of();
        try (Installation _ =
                StartedInstallation.withoutSinks(
                        ConfigurationFile.read(config).configuration(), PolicyYaml.demo())) {
            Awaitility.await("seals with " + keys + " keys")
                    .atMost(LIMIT)
                    .until(() ->
                            Files.exists(data.resolve("log/checkpoint"))
                                    && Files.readAllLines(vkeys).size() == keys
                                    && !Files.readAllLines(vkeys).equals(old));
        }
    }
}
