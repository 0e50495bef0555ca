package io.countersign.it;

import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// While a receiver is away, `sink status` tells by which failure, and nothing of what waits.
class ASinkThatTriesAgainSaysWhyTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;

    @Test
    @Timeout(600)
    void theFailureAndItsTimeAreShownUntilItWorksAgainAndAfter() throws Exception {
        int away = LoopbackPort.free();
        String config =
                Files.writeString(
                                folder.resolve("countersign.yaml"),
                                """
                                directory: %s
                                partitions: 1
                                health: {port: %d}
                                ledger: {interval: 300ms}
                                sinks:
                                  siem: {type: syslog, host: 127.0.0.1, port: %d, send-without-tls: true, confirm-after: 200ms}
                                """
                                        .formatted(
                                                folder.resolve("data"), LoopbackPort.free(), away))
                        .toString();
        Configuration configuration = ConfigurationFile.read(Path.of(config)).configuration();
        try (Installation installation =
                StartedInstallation.withSinks(configuration, PolicyYaml.demo())) {
            assertThat(run("drill", "--config", config, "--wait", "5s"))
                    .contains("not acknowledged in time");
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(run("sink", "status", "--config", config))
                                    .startsWith("1 ")
                                    .containsPattern(
                                            "last failed try CONNECT_FAILED, .+ ago; it tries again")
                                    .doesNotContain("Dana Quill"));
            assertThat(run("sink", "status", "--json", "--config", config))
                    .contains("\"lastFailure\":\"CONNECT_FAILED\"", "\"failing\":true");

            try (ServerSocket receiver =
                    new ServerSocket(away, 5, InetAddress.getLoopbackAddress())) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(run("sink", "status", "--config", config))
                                        .startsWith("0 ")
                                        .containsPattern(
                                                "last failed try CONNECT_FAILED, .+ ago; it works again"));
                assertThat(receiver.isBound()).isTrue();
            }
            assertThat(installation.healthPort()).isEqualTo(configuration.health().port());
        }
    }
}
