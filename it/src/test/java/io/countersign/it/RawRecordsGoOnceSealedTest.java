package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.purge.PurgeReport;
import io.countersign.app.purge.Purger;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.app.role.LedgerRole;
import io.countersign.app.s3.S3Connection;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// Raw records go once they are sealed, their evidence was read back, and all who read them have
/// done so; on a real broker, pass by pass.
class RawRecordsGoOnceSealedTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final TopicPartition PROMPTS = new TopicPartition(Topics.PROMPT_RAW, 0);
    private static final String OURS = "countersign-audit";
    private static final String SLOW = "site-archive";

    private final Path folder;
    private final Path config;
    private long sent;

    RawRecordsGoOnceSealedTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.config = folder.resolve("countersign.yaml");
        Files.writeString(
                config,
                """
                directory: %s
                partitions: 1
                ledger:
                  interval: 300ms
                  idle-interval: 1s
                purger:
                  keep-raw-records-until-topic-retention: true
                """
                        .formatted(folder.resolve("data")));
    }

    @Test
    @Timeout(300)
    void nothingGoesBefore() throws Exception {
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                        StartedInstallation.withoutSinks(configuration, PolicyYaml.demo());
                Admin admin = Admin.create(installation.deployment().client())) {
            Deployment deployment = installation.deployment();
            send(installation, 2);
            tallied(deployment, 2);
            try (Purger purger = purger(admin, deployment, Duration.ZERO, OURS)) {
                Awaitility.await("both are gone")
                        .atMost(LIMIT)
                        .untilAsserted(
                                () -> assertThat(purger.pass(Instant.now()).held()).isZero());
            }
            assertThat(verified()).startsWith("0 ").doesNotContain("LOST_UNREAD");

            installation.ledger().close();
            send(installation, 3);
            tallied(deployment, 5);
            try (Purger purger = purger(admin, deployment, Duration.ZERO, OURS)) {
                for (int i = 0; i < 3; i++) {
                    assertThat(purger.pass(Instant.now()))
                            .isEqualTo(new PurgeReport(Map.of(), 3, Map.of(), Set.of()));
                }
            }

            try (LedgerRole again = new LedgerRole(deployment, InstantSource.system())) {
                again.start();
                sealedBehind(again);
                // An hour has not passed, whatever the clock of this machine says.
                try (Purger hour = purger(admin, deployment, Duration.ofHours(1), OURS)) {
                    assertThat(hour.pass(Instant.now().plus(Duration.ofDays(1))).total()).isZero();
                }
                readersThatLag(admin, deployment);
            }
            evidenceThatIsMissing(installation, admin);
        }
    }

    /// The log lies in a bucket, and ends with its year; records of both years go.
    @Test
    @Timeout(300)
    void fromALogInABucketAndAcrossItsTurn() throws Exception {
        try (Minio store = Minio.startOrSkip(folder)) {
            Files.writeString(
                    config,
                    """
                    directory: %s
                    partitions: 1
                    ledger:
                      interval: 300ms
                      idle-interval: 1s
                      storage: s3://audit-log/hospital/
                    purger:
                      keep-raw-records-until-topic-retention: true
                    %s\
                    """
                            .formatted(folder.resolve("data"), store.section()));
            Configuration configuration = ConfigurationFile.read(config).configuration();
            try (S3Client client = S3Connection.open(configuration)) {
                client.createBucket(create -> create.bucket("audit-log"));
            }
            AtomicReference<Duration> ahead =
                    new AtomicReference<>(
                            Duration.between(Instant.now(), Instant.parse("2026-12-31T23:00:00Z")));
            InstantSource clock = () -> Instant.now().plus(ahead.get());
            try (Installation installation =
                            StartedInstallation.withoutSinks(
                                    configuration, PolicyYaml.demo(), clock);
                    Admin admin = Admin.create(installation.deployment().client());
                    Purger purger = purger(admin, installation.deployment(), Duration.ZERO, OURS);
                    SealedLog log = new SealedLog(configuration)) {
                send(installation, 2);
                tallied(installation.deployment(), 2);
                awaitNoneHeld(purger, clock);
                ahead.updateAndGet(one -> one.plus(Duration.ofHours(1)));
                Awaitility.await("the next log")
                        .atMost(LIMIT)
                        .until(() -> log.places().size() == 2);
                send(installation, 3);
                tallied(installation.deployment(), 5);
                awaitNoneHeld(purger, clock);
            }
        }
    }

    private static void awaitNoneHeld(Purger purger, InstantSource clock) {
        Awaitility.await("none is held")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(purger.pass(clock.instant()).held()).isZero());
    }

    /// A group of the site's own has read nothing, then one record; a new purger takes up where the
    /// one before ended.
    private static void readersThatLag(Admin admin, Deployment deployment) throws Exception {
        try (Purger purger = purger(admin, deployment, Duration.ZERO, OURS, SLOW)) {
            PurgeReport none = purger.pass(Instant.now());
            assertThat(none.total()).isZero();
            assertThat(none.waiting()).contains("prompt.raw-0");
            admin.alterConsumerGroupOffsets(SLOW, Map.of(PROMPTS, new OffsetAndMetadata(3)))
                    .all()
                    .get();
            assertThat(purger.pass(Instant.now()).purged()).isEqualTo(Map.of(PROMPTS, 1L));
        }
        try (Purger restarted = purger(admin, deployment, Duration.ZERO, OURS)) {
            PurgeReport rest = restarted.pass(Instant.now());
            assertThat(rest.purged()).isEqualTo(Map.of(PROMPTS, 2L));
            assertThat(rest.held()).isZero();
            assertThat(restarted.pass(Instant.now()).total()).isZero();
        }
    }

    /// The raw record is then all that is left, and stays.
    private void evidenceThatIsMissing(Installation installation, Admin admin) throws Exception {
        Deployment deployment = installation.deployment();
        send(installation, 1);
        tallied(deployment, 6);
        admin.deleteRecords(
                        Map.of(
                                new TopicPartition(Topics.EVIDENCE, 0),
                                RecordsToDelete.beforeOffset(-1)))
                .all()
                .get();
        try (LedgerRole again = new LedgerRole(deployment, InstantSource.system());
                Purger purger = purger(admin, deployment, Duration.ZERO, OURS)) {
            again.start();
            sealedBehind(again);
            PurgeReport report = purger.pass(Instant.now());
            assertThat(report.blocked()).isEqualTo(Map.of(0, PurgeReport.Blocked.EVIDENCE_MISSING));
            assertThat(report.total()).isZero();
            assertThat(report.held()).isEqualTo(1);
        }
    }

    private static Purger purger(
            Admin admin, Deployment deployment, Duration after, String... readers) {
        return new Purger(
                admin,
                new SealedLog(deployment.configuration()),
                deployment::committedReader,
                deployment.schemas(),
                List.of(readers),
                "purger-under-test",
                after);
    }

    /// Waits until the ledger has sealed all that was committed until now.
    private static void sealedBehind(LedgerRole ledger) {
        Awaitility.await("loaded").atMost(LIMIT).until(() -> ledger.progress().isPresent());
        long seal = ledger.progress().orElseThrow().seal();
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .until(() ->
                        ledger.progress()
                                .filter(progress ->
                                        progress.seal() > seal + 1 && progress.lag() == 0)
                                .isPresent());
    }

    private void tallied(Deployment deployment, long offset) throws Exception {
        Awaitility.await("judged, and accounted for")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    ControlRecords.ask(deployment, 1, ControlKind.TALLY);
                    return CommittedRecords.entries(deployment).stream()
                            .filter(entry -> entry.getKind() == EntryKind.TALLY)
                            .flatMap(RawRecordsGoOnceSealedTest::promptsTo)
                            .anyMatch(to -> to == offset);
                });
    }

    private static Stream<Long> promptsTo(AuditEntry tally) {
        return tally.getTally().orElseThrow().getInputs().stream()
                .filter(input -> input.getTopic().equals(Topics.PROMPT_RAW))
                .map(input -> input.getToOffset());
    }

    private String verified() {
        return CommandRun.run(
                "verify",
                folder.resolve("data").toString(),
                "--offsets",
                "--config",
                config.toString());
    }

    private void send(Installation installation, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String line =
                    """
                    {"id":"call-%d","call_type":"acompletion","status":"success","startTime":%d,"endTime":%d,\
                    "model":"deepseek-chat","custom_llm_provider":"deepseek","api_base":"https://api.deepseek.com/v1",\
                    "messages":[{"role":"user","content":"Letter for Dana Quill, MRN 5550142, born 03/04/1961, admitted \
                    with type 2 diabetes, metformin 500 mg, %d"}],"response":{"choices":[]},\
                    "metadata":{"user_api_key_user_id":"jokafor"}}\
                    """
                            .formatted(
                                    sent,
                                    Instant.now().getEpochSecond(),
                                    Instant.now().getEpochSecond(),
                                    sent);
            installation
                    .intake()
                    .records()
                    .send("litellm", "source-1", sent++, line.getBytes(StandardCharsets.UTF_8))
                    .get();
        }
    }
}
