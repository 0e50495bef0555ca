package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.health.HealthEndpoint;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.app.role.KeeperRole;
import io.countersign.app.s3.S3Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// A keeper whose store is killed, and comes back after an hour by the keeper's clock, while
/// entries go on arriving: its health page says how much waits and for how long, and then it
/// catches up.
class TheKeeperOutlivesItsStoreTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int MINUTES = 60;
    private static final int READY_MINUTES = 28;
    private static final int NOT_READY_MINUTES = 30;
    private static final int BUNDLE = 256;

    /// Two bundles and more come in that hour.
    private static final int PROMPTS_A_MINUTE = 10;

    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Test
    @Timeout(600)
    void forAnHour() throws Exception {
        try (Minio store = Minio.startOrSkip(folder)) {
            KeptSite site = new KeptSite(folder, store.section());
            Path config = site.withKeeper("");
            Configuration kept = ConfigurationFile.read(config).configuration();
            try (S3Client operator = S3Connection.open(kept)) {
                KeptSite.createBucket(operator);
            }
            Configuration seals = ConfigurationFile.read(site.withoutKeeper()).configuration();
            InstantSource clock = () -> Instant.now().plus(ahead.get());
            try (Installation installation =
                            StartedInstallation.withoutSinks(seals, PolicyYaml.demo());
                    KeeperRole keeper = keeper(kept, installation, clock);
                    HealthEndpoint health =
                            HealthEndpoint.start(
                                    InetAddress.getLoopbackAddress(), 0, () -> List.of(keeper))) {
                Prompts prompts = new Prompts(installation);
                prompts.send(BUNDLE + 20);
                keeper.start();
                awaitLocked(health, BUNDLE);
                anHourWithout(store, prompts, health);
                long waiting = metric(health, "countersign_lock_waiting_leaves");
                store.again();
                awaitLocked(health, BUNDLE + waiting);
                assertThat(page(health, "/readyz").statusCode()).isEqualTo(200);
                assertThat(metric(health, "countersign_lock_waiting_leaves")).isZero();
            }
            try (S3Client operator = S3Connection.open(kept)) {
                KeptSite.assertOnceEach(operator);
            }
            assertThat(
                            KeptSite.command(
                                    config,
                                    "archive",
                                    "verify",
                                    folder.resolve("data").toString(),
                                    "--locked",
                                    KeptSite.RECORD))
                    .startsWith("0 ")
                    .contains("The locked record is what its manifest says");
        }
    }

    private void anHourWithout(Minio store, Prompts prompts, HealthEndpoint health)
            throws Exception {
        store.kill();
        long failures = metric(health, "countersign_lock_failures_total");
        Awaitility.await("a pass fails")
                .atMost(LIMIT)
                .until(() -> metric(health, "countersign_lock_failures_total") > failures);
        for (int minute = 1; minute <= MINUTES; minute++) {
            ahead.set(Duration.ofMinutes(minute));
            prompts.send(PROMPTS_A_MINUTE);
            // This machine's own seconds come to the clock's minutes.
            if (minute <= READY_MINUTES || minute >= NOT_READY_MINUTES) {
                assertThat(page(health, "/readyz").statusCode())
                        .as("minute " + minute)
                        .isEqualTo(minute <= READY_MINUTES ? 200 : 503);
            }
        }
        Awaitility.await("what came in that hour is said to wait")
                .atMost(LIMIT)
                .until(() -> metric(health, "countersign_lock_waiting_leaves") >= 2 * BUNDLE);
        assertThat(page(health, "/readyz").body())
                .contains("keeper: not ready, nothing was locked for 36", "leaves wait")
                .contains("the store cannot be reached");
        assertThat(page(health, "/livez").statusCode()).as("it goes on by itself").isEqualTo(200);
        assertThat(metric(health, "countersign_locked_leaves")).isEqualTo(BUNDLE);
        assertThat(metric(health, "countersign_lock_pass_age_seconds"))
                .isGreaterThanOrEqualTo(3600);
    }

    private static KeeperRole keeper(
            Configuration kept, Installation installation, InstantSource clock) throws IOException {
        return new KeeperRole(
                new Deployment(
                        kept,
                        installation.deployment().bootstrapServers(),
                        "test",
                        Optional.empty()),
                RecordOfInstallation.of(kept).orElseThrow(),
                clock);
    }

    private void awaitLocked(HealthEndpoint health, long leaves) {
        Awaitility.await(leaves + " leaves are locked")
                .atMost(LIMIT)
                .until(() -> metric(health, "countersign_locked_leaves") >= leaves);
    }

    private long metric(HealthEndpoint health, String name) throws Exception {
        return page(health, "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> page(HealthEndpoint health, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
