package io.countersign.it;

import static io.countersign.it.CommandRun.answering;
import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator does to a running installation and asks of it: a new policy by command, the
/// health endpoint, the end.
class OperationWithoutRestartTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    @TempDir static Path folder;

    private static Path config = Path.of("");
    private static Installation installation;
    private static long sent;

    @BeforeAll
    static void start() throws Exception {
        config = folder.resolve("countersign.yaml");
        Files.writeString(
                config,
                """
                directory: %s
                partitions: 1
                kafka:
                  port: %d
                ledger:
                  interval: 300ms
                """
                        .formatted(folder.resolve("data"), LoopbackPort.free()));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        installation =
                StartedInstallation.withSinks(
                        configuration, PolicyYaml.of(register("2026-11-20.1", true)));
    }

    @AfterAll
    static void stop() {
        long begun = System.nanoTime();
        installation.close();
        System.out.printf(
                "stopped after %d ms%n", Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }

    @Test
    void aPublishedPolicyChangesTheNextVerdictAndIsChained() throws Exception {
        AuditEntry before = judged();
        assertThat(before.getEvent().orElseThrow().getDisposition())
                .isEqualTo(Disposition.VIOLATION);

        Path older = register("2026-11-19", false);
        assertThat(run("policy", "publish", older.toString(), "--config", config.toString()))
                .startsWith("3 ")
                .contains("2026-11-19 is older than 2026-11-20.1");
        Path same = register("2026-11-20.1", false);
        assertThat(run("policy", "publish", same.toString(), "--config", config.toString()))
                .startsWith("3 ")
                .contains("another content");
        Path next = register("2026-11-20.2", false);
        assertThat(
                        answering(
                                "no\n",
                                "policy",
                                "publish",
                                next.toString(),
                                "--config",
                                config.toString()))
                .startsWith("0 ")
                .contains("2026-11-20.1 becomes 2026-11-20.2")
                .contains("the register is not complete")
                .contains("Not published.");
        assertThat(judged().getEvent().orElseThrow().getDisposition())
                .as("nothing changed")
                .isEqualTo(Disposition.VIOLATION);

        assertThat(
                        run(
                                "policy",
                                "publish",
                                next.toString(),
                                "--config",
                                config.toString(),
                                "--yes"))
                .startsWith("0 ")
                .contains("Published 2026-11-20.2");
        Awaitility.await("a verdict by the new policy")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> judged().getEvent().orElseThrow().getDisposition(),
                        Disposition.REVIEW::equals);
        assertThat(
                        CommittedRecords.entries(installation.deployment()).stream()
                                .filter(entry -> entry.getKind() == EntryKind.POLICY))
                .as("policy entries")
                .hasSize(2);
        assertThat(installation.failure()).isEmpty();
    }

    @Test
    void theEndpointTellsLifeReadinessAndNumbersOfEveryRole() throws Exception {
        Awaitility.await("ready")
                .atMost(LIMIT)
                .until(() -> get("/readyz").statusCode(), code -> code == 200);
        assertThat(get("/readyz").body())
                .contains("audit: ready, Streams is RUNNING")
                .contains("alert: ready, Streams is RUNNING")
                .contains("ledger: ready, the last checkpoint is ")
                .contains("connect: ready, 1 tasks run")
                .contains("intake: ready, listeners open: 1; a broker answers");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
                .contains("version=0.0.4");
        assertThat(metrics.body())
                .contains("countersign_ready{role=\"audit\"} 1")
                .contains("countersign_log_leaves{role=\"ledger\"} ")
                .contains("countersign_checkpoint_age_seconds{role=\"ledger\"} ")
                .contains("kafka_streams_stream_task_metrics_process_total{")
                .contains("kafka_connect_sink_task_metrics_sink_record_read_total{")
                .contains("kafka_consumer_consumer_fetch_manager_metrics_records_consumed_total{");
        assertThat(metrics.body().lines().filter(line -> !line.startsWith("# TYPE ")))
                .allMatch(line ->
                        line.matches(
                                "[a-z_][a-z0-9_]*(\\{[a-z_0-9]+=\"[A-Za-z0-9._:@/-]*\"(,[a-z_0-9]+=\"[A-Za-z0-9._:@/-]*\")*})? (NaN|[+-]Inf|-?[0-9.E-]+)"));
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void theLogAccountsForWhatTheBrokersHold() throws Exception {
        judged();
        Awaitility.await("all offsets in a sealed tally")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    ControlRecords.ask(installation.deployment(), 1, ControlKind.TALLY);
                    assertThat(
                                    run(
                                            "verify",
                                            folder.resolve("data").toString(),
                                            "--config",
                                            config.toString()))
                            .startsWith("0 ")
                            .containsPattern(
                                    "prompt\\.raw/0 +0 +"
                                            + sent
                                            + " +0 +0 to "
                                            + sent
                                            + " +all that the brokers took is accounted for")
                            .containsPattern("control\\.v1/0 .* (offsets wait|accounted for)");
                });
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + installation.healthPort()
                                                        + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Path register(String version, boolean complete) throws Exception {
        return Files.writeString(
                folder.resolve("baa-" + version + "-" + complete + ".yaml"),
                """
                policy: %s
                organisation:
                  name: Hospital Example
                  domains: [hospital.example.org]
                complete: %s
                agreements:
                  - id: aws-bedrock
                    services: [amazon.bedrock]
                    plan: aws
                    party: site
                    baa: {signed: 2024-03-01}
                    valid_from: 2024-03-01
                    cloud_accounts: ["123456789012"]
                """
                        .formatted(version, complete));
    }

    /// Sends one prompt with PHI to a service without a row, and waits for its entry.
    private static AuditEntry judged() throws Exception {
        byte[] prompt =
                ("{\"user\":\"t.abara@hospital.example.org\",\"host\":\"claude.ai\",\"prompt\":"
                                + "\"Patient Ada Quill, MRN 00917452, DOB 03/14/1950, type 2 diabetes\"}")
                        .getBytes(StandardCharsets.UTF_8);
        RawRecords records = installation.intake().records();
        sent++;
        records.send("plain-json", "test", sent - 1, prompt).get();
        return Awaitility.await("entry " + sent)
                .atMost(LIMIT)
                .until(OperationWithoutRestartTest::events, events -> events.size() == sent)
                .getLast();
    }

    private static List<AuditEntry> events() {
        return CommittedRecords.entries(installation.deployment()).stream()
                .filter(entry -> entry.getEvent().isPresent())
                .toList();
    }
}
