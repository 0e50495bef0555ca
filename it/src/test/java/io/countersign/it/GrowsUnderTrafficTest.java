package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.ChainSummary;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A deployment of three partitions gets five while its sources go on: nothing is lost or twice,
/// each chain ends and goes on in its next generation, a source that moved is still known, and the
/// log verifies.
@Tag("crash")
class GrowsUnderTrafficTest {
    private static final int BEFORE = 3;
    private static final int AFTER = 5;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ALERT =
            "alert:\n  session-timeout: " + CrashSite.SESSION_TIMEOUT + "\n";
    private static final Pattern PLAN = Pattern.compile("\"plan\":\"([0-9a-f]{12})\"");

    @TempDir Path folder;
    private final List<ChildJvm> roles = new ArrayList<>();

    @Test
    @Timeout(600)
    void threePartitionsBecomeFive() throws Exception {
        try (CrashSite site = CrashSite.open(folder, BEFORE);
                Producer<byte[], byte[]> producer = site.deployment().producer();
                Admin admin = Admin.create(site.deployment().client())) {
            start(site);
            RawRecords three = records(site, producer, BEFORE);
            Traffic traffic = new Traffic(three, new Random(7));
            String moving = movingSource();
            byte[] line = line();
            three.send("squid", moving, 0L, line).get();
            traffic.send(60);
            traffic.awaitAcknowledged();
            settled(site, admin, BEFORE);

            assertThat(grow()).as("it runs").startsWith("3 ");
            roles.forEach(ChildJvm::terminate);
            traffic.send(40);
            traffic.awaitAcknowledged();
            Awaitility.await("the sessions are over")
                    .atMost(LIMIT)
                    .until(() -> !grow().contains("stopped without leaving"));
            String shown = grow();
            assertThat(shown).startsWith("1 ").contains("\"done\":false", "\"chains\":3");
            Matcher plan = PLAN.matcher(shown);
            assertThat(plan.find()).isTrue();
            assertThat(grow("--confirm", "000000000000")).startsWith("3 The plan is another one");
            assertThat(grow("--confirm", plan.group(1))).startsWith("0 ").contains("\"done\":true");

            site.hasNow(AFTER);
            start(site);
            RawRecords five = records(site, producer, AFTER);
            traffic.goOnOver(five);
            five.send("squid", moving, 0L, line).get();
            traffic.send(60);
            traffic.awaitAcknowledged();
            Report report = settled(site, admin, AFTER);

            assertThat(report.chains().stream().map(ChainSummary::chain))
                    .contains(
                            "audit.entry.v1/0@2",
                            "audit.entry.v1/1@2",
                            "audit.entry.v1/2@2",
                            "audit.entry.v1/3@1",
                            "audit.entry.v1/4@1");
            assertThat(count(report, Outcome.EVENT) + count(report, Outcome.OUT_OF_SCOPE))
                    .isEqualTo(traffic.events() + traffic.outOfScope() + 1);
            assertThat(count(report, Outcome.REJECTION)).isEqualTo(traffic.rejections());
            assertThat(count(report, Outcome.REPEATED)).as("known after it moved").isEqualTo(1);
            assertThat(TopicSetup.partitions(admin, Topics.WATCH))
                    .as("memory stays where it is")
                    .isEqualTo(BEFORE);
            List<AuditEntry> closes =
                    CommittedRecords.entries(site.deployment()).stream()
                            .filter(entry -> entry.getKind() == EntryKind.CLOSE)
                            .toList();
            assertThat(closes)
                    .hasSize(BEFORE)
                    .allMatch(close -> close.getClose().orElseThrow().getReason().equals("GROWN"));
        }
    }

    private void start(CrashSite site) throws Exception {
        roles.clear();
        for (String role : List.of("audit", "alert", "ledger")) {
            roles.add(site.run(role, role, role.equals("alert") ? ALERT : ""));
        }
    }

    private static RawRecords records(
            CrashSite site, Producer<byte[], byte[]> producer, int partitions) throws IOException {
        return new RawRecords(
                producer,
                partitions,
                KeyRing.of(site.deployment().configuration()).tokenKeys(),
                site.deployment().schemas(),
                InstantSource.system());
    }

    private static String movingSource() {
        return IntStream.range(0, 100)
                .mapToObj(i -> "moving-" + i)
                .filter(id ->
                        RawRecords.partitionOf(id, BEFORE) != RawRecords.partitionOf(id, AFTER))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] line() {
        return "%d.001     90 192.0.2.9 TCP_MISS/200 900 POST https://api.openai.com/v1 m.lindqvist HIER_DIRECT/198.51.100.7 application/json"
                .formatted(Instant.now().getEpochSecond() - 60)
                .getBytes(StandardCharsets.UTF_8);
    }

    private String grow(String... more) {
        return CommandRun.run(
                Stream.concat(
                                Stream.of(
                                        "grow",
                                        "--config",
                                        folder.resolve("ledger.yaml").toString(),
                                        "--partitions",
                                        Integer.toString(AFTER),
                                        "--json"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    /// Every offset of the raw topics is in a tally that is sealed, and the log is whole.
    private Report settled(CrashSite site, Admin admin, int partitions) throws Exception {
        Path log = site.directory("ledger").resolve("log");
        VerifierKeys keys =
                VerifierKeys.read(KeyRing.of(site.deployment().configuration()).vkeyFile());
        Awaitility.await("every raw offset tallied and sealed")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    roles.forEach(role -> assertThat(role.isAlive()).as(role::errors).isTrue());
                    ControlRecords.ask(site.deployment(), partitions, ControlKind.TALLY);
                    return Files.exists(log.resolve("checkpoint"))
                            && accountedTo(verify(log, keys)).equals(ends(admin, partitions));
                });
        Report report = verify(log, keys);
        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        return report;
    }

    private static Report verify(Path log, VerifierKeys keys) throws Exception {
        return LogVerifier.verify(
                new DirectoryTileSource(log), Request.trusting(keys), Progress.NONE);
    }

    private static Map<TopicPartition, Long> accountedTo(Report report) {
        Map<TopicPartition, Long> accounted = new HashMap<>();
        for (InputSummary input : report.inputs()) {
            if (!input.topic().equals(Topics.CONTROL)) {
                accounted.merge(
                        new TopicPartition(input.topic(), input.partition()),
                        input.toOffset(),
                        Math::max);
            }
        }
        return accounted;
    }

    private static Map<TopicPartition, Long> ends(Admin admin, int partitions) throws Exception {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW)) {
            for (int p = 0; p < partitions; p++) {
                TopicPartition partition = new TopicPartition(topic, p);
                ends.put(
                        partition,
                        admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition)
                                .get()
                                .offset());
            }
        }
        return ends;
    }

    private static long count(Report report, Outcome outcome) {
        return report.inputs().stream()
                .filter(input -> !input.topic().equals(Topics.CONTROL))
                .mapToLong(input -> input.counts().getOrDefault(outcome, 0L))
                .sum();
    }
}
