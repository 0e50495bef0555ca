package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.app.role.Role;
import io.countersign.app.role.StreamsRoles;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Notice;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two live instances of both topologies with their caches on, tasks moved between them under load:
/// no sequence number twice, no alert lost, none twice. Each person in it violates the policy in
/// one burst, and has one alert to expect.
///
/// The long form: `-Dmoves=50`.
@Tag("crash")
class AlertsSurviveMovedTasksTest {
    private static final int MOVES = Integer.getInteger("moves", 3);
    private static final int PARTITIONS = 4;
    private static final int PEOPLE_PER_MOVE = 40;
    private static final int SENDS_EACH = 4;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;

    private final List<AuditEntry> entries = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private long seq;

    @Test
    @Timeout(1_800)
    void whoeverOwnsATaskAnAlertIsRaisedOnceAndAnEntryChainedOnce() throws Exception {
        InstantSource clock = InstantSource.system();
        try (CrashSite site = CrashSite.open(folder, PARTITIONS);
                Producer<byte[], byte[]> producer = site.deployment().producer();
                Consumer<byte[], byte[]> reader = site.deployment().committedReader()) {
            RawRecords records =
                    new RawRecords(
                            producer,
                            PARTITIONS,
                            KeyRing.of(site.deployment().configuration()).tokenKeys(),
                            site.deployment().schemas(),
                            clock);
            List<TopicPartition> topics =
                    IntStream.range(0, PARTITIONS)
                            .boxed()
                            .flatMap(p ->
                                    List.of(Topics.AUDIT_ENTRY, Topics.ALERT).stream()
                                            .map(topic -> new TopicPartition(topic, p)))
                            .toList();
            reader.assign(topics);
            reader.seekToBeginning(topics);
            try (Role audit = audit(site.deployment(), clock);
                    Role alert = alert(site.deployment(), clock)) {
                audit.start();
                alert.start();
                for (int move = 0; move < MOVES; move++) {
                    Deployment other = site.deployment("other-" + move % 2);
                    send(records, move, 0);
                    try (Role secondAudit = audit(other, clock);
                            Role secondAlert = alert(other, clock)) {
                        secondAudit.start();
                        secondAlert.start();
                        send(records, move, 1);
                    }
                    send(records, move, 2);
                }
                Set<String> expected = new TreeSet<>();
                for (int person = 0; person < MOVES * 3 * PEOPLE_PER_MOVE; person++) {
                    expected.add("person-" + person);
                }
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> {
                            read(reader);
                            assertThat(opened()).containsExactlyInAnyOrderElementsOf(expected);
                            assertThat(chained()).hasSize(alerts.size());
                        });
                // Whatever would come twice has had the time to come.
                Thread.sleep(2_000);
                read(reader);
            }
        }
        assertThat(opened()).as("no alert twice").doesNotHaveDuplicates();
        assertThat(alerts).extracting(Alert::getId).doesNotHaveDuplicates();
        assertThat(chained()).doesNotHaveDuplicates().hasSameSizeAs(alerts);
        Map<String, Long> heads = new HashMap<>();
        for (AuditEntry entry : entries) {
            assertThat(entry.getSeq())
                    .as(entry.getChain())
                    .isEqualTo(heads.merge(entry.getChain(), 1L, Long::sum) - 1);
        }
        System.out.printf(
                "%d moves: %d entries, %d violations, %d alerts%n",
                2 * MOVES,
                entries.size(),
                entries.stream().filter(AlertsSurviveMovedTasksTest::isViolation).count(),
                alerts.size());
    }

    private static Role audit(Deployment deployment, InstantSource clock) throws Exception {
        return StreamsRoles.audit(deployment, Policies.verifier(deployment), clock);
    }

    private static Role alert(Deployment deployment, InstantSource clock) throws Exception {
        return StreamsRoles.alert(deployment, Policies.verifier(deployment), clock);
    }

    private void send(RawRecords records, int move, int part) throws Exception {
        int first = (move * 3 + part) * PEOPLE_PER_MOVE;
        for (int i = 0; i < PEOPLE_PER_MOVE * SENDS_EACH; i++) {
            int person = first + i % PEOPLE_PER_MOVE;
            String prompt =
                    """
                    {"time":"%s","user":"Person-%d","host":"chat.deepseek.com","prompt":"Letter for Dana Quill, MRN 5500%03d, \
                    born 03/04/1961, admitted with type 2 diabetes, metformin 500 mg"}\
                    """
                            .formatted(Instant.now().minusSeconds(30), person, i % 1000);
            records.send(
                            "plain-json",
                            "source-" + person % 7,
                            seq++,
                            prompt.getBytes(StandardCharsets.UTF_8))
                    .get();
        }
    }

    private void read(Consumer<byte[], byte[]> reader) {
        AvroDecoder<AuditEntry> entry = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        AvroDecoder<Alert> alert = new AvroDecoder<>(Alert.class, BundledSchemas.get());
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(300))) {
            if (record.topic().equals(Topics.ALERT)) {
                alerts.add(alert.framed(record.value()));
            } else {
                entries.add(entry.framed(record.value()));
            }
        }
    }

    private List<String> opened() {
        return alerts.stream()
                .filter(alert ->
                        alert.getNotice() == Notice.OPENED
                                && alert.getAlertClass().equals("PHI_DISCLOSED"))
                .map(Alert::getAbout)
                .toList();
    }

    private List<String> chained() {
        return entries.stream()
                .filter(entry -> entry.getKind() == EntryKind.ALERT)
                .map(entry -> entry.getAlert().orElseThrow().getAlertId())
                .toList();
    }

    private static boolean isViolation(AuditEntry entry) {
        return entry.getEvent().isPresent()
                && entry.getEvent().get().getDisposition() == Disposition.VIOLATION;
    }
}
