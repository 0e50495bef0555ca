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
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two live instances of both topologies with their caches on, tasks moved between them while
/// records come: no sequence number twice, no alert lost, none twice. Each person in it violates
/// the policy in one burst, and has one alert to expect.
///
/// A move is over when the group's other members own what it moved: to the second instance when it
/// joins, back to the first when it leaves. The long form: `-Dmoves=50`.
@Tag("crash")
class AlertsSurviveMovedTasksTest {
    private static final int MOVES = Integer.getInteger("moves", 4);
    private static final int PARTITIONS = 4;
    private static final int PEOPLE_AT_ONCE = 20;
    private static final int SENDS_EACH = 4;
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;

    private final List<AuditEntry> entries = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    @Timeout(1_800)
    void whoeverOwnsATaskAnAlertIsRaisedOnceAndAnEntryChainedOnce() throws Exception {
        InstantSource clock = InstantSource.system();
        try (CrashSite site = CrashSite.open(folder, PARTITIONS);
                Admin admin = Admin.create(site.deployment().client());
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
                FutureTask<Integer> load = new FutureTask<>(() -> load(records));
                Thread.ofPlatform().name("load").start(load);
                Duration longest = Duration.ZERO;
                long begun = System.nanoTime();
                for (int move = 0; move < MOVES; move += 2) {
                    long before = System.nanoTime();
                    try (Role secondAudit = audit(site.deployment("other-" + move / 2 % 2), clock);
                            Role secondAlert =
                                    alert(site.deployment("other-" + move / 2 % 2), clock)) {
                        secondAudit.start();
                        secondAlert.start();
                        owners(admin, site.deployment(), 2);
                        longest = longer(longest, before);
                        before = System.nanoTime();
                    }
                    owners(admin, site.deployment(), 1);
                    longest = longer(longest, before);
                }
                Duration moving = Duration.ofNanos(System.nanoTime() - begun);
                enough.set(true);
                Set<String> expected = new TreeSet<>();
                int people = load.get();
                for (int person = 0; person < people; person++) {
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
                System.out.printf(
                        "%d moves in %d s, the longest %.1f s: %d chains taken over, %d entries, %d violations, %d alerts%n",
                        MOVES,
                        moving.toSeconds(),
                        longest.toMillis() / 1e3,
                        of(EntryKind.TAKEOVER),
                        entries.size(),
                        entries.stream().filter(AlertsSurviveMovedTasksTest::isViolation).count(),
                        alerts.size());
            }
        }
        assertThat(of(EntryKind.TAKEOVER)).as("chains moved").isGreaterThanOrEqualTo(MOVES);
        assertThat(opened()).as("no alert twice").doesNotHaveDuplicates();
        assertThat(alerts).extracting(Alert::getId).doesNotHaveDuplicates();
        assertThat(chained()).doesNotHaveDuplicates().hasSameSizeAs(alerts);
        Map<String, Long> heads = new HashMap<>();
        for (AuditEntry entry : entries) {
            assertThat(entry.getSeq())
                    .as(entry.getChain())
                    .isEqualTo(heads.merge(entry.getChain(), 1L, Long::sum) - 1);
        }
    }

    private static Role audit(Deployment deployment, InstantSource clock) throws Exception {
        return StreamsRoles.audit(deployment, Policies.verifier(deployment), clock);
    }

    private static Role alert(Deployment deployment, InstantSource clock) throws Exception {
        return StreamsRoles.alert(deployment, Policies.verifier(deployment), clock);
    }

    /// Waits until so many members of both groups own partitions.
    private static void owners(Admin admin, Deployment deployment, int count) {
        List<String> groups =
                List.of(
                        deployment.configuration().audit().applicationId(),
                        deployment.configuration().alert().applicationId());
        Awaitility.await(count + " owners")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    for (ConsumerGroupDescription group :
                            admin.describeConsumerGroups(groups).all().get().values()) {
                        assertThat(group.groupState()).isEqualTo(GroupState.STABLE);
                        assertThat(group.members())
                                .hasSize(count)
                                .noneMatch(one -> one.assignment().topicPartitions().isEmpty());
                    }
                });
    }

    private static Duration longer(Duration longest, long sinceNanos) {
        Duration taken = Duration.ofNanos(System.nanoTime() - sinceNanos);
        return taken.compareTo(longest) > 0 ? taken : longest;
    }

    /// Sends until the moves are over; each round is some people, each with a burst.
    ///
    /// @return how many people there were
    private int load(RawRecords records) throws Exception {
        long seq = 0;
        int first = 0;
        for (; !enough.get(); first += PEOPLE_AT_ONCE) {
            for (int i = 0; i < PEOPLE_AT_ONCE * SENDS_EACH; i++) {
                send(records, first + i % PEOPLE_AT_ONCE, seq++);
                Thread.sleep(PAUSE);
            }
        }
        return first;
    }

    private static void send(RawRecords records, int person, long seq) throws Exception {
        String prompt =
                """
                {"time":"%s","user":"Person-%d","host":"chat.deepseek.com","prompt":"Letter for Dana Quill, MRN 5500%03d, \
                born 03/04/1961, admitted with type 2 diabetes, metformin 500 mg"}\
                """
                        .formatted(Instant.now().minusSeconds(30), person, seq % 1000);
        records.send(
                        "plain-json",
                        "source-" + person % 7,
                        seq,
                        prompt.getBytes(StandardCharsets.UTF_8))
                .get();
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

    private long of(EntryKind kind) {
        return entries.stream().filter(entry -> entry.getKind() == kind).count();
    }

    private static boolean isViolation(AuditEntry entry) {
        return entry.getEvent().isPresent()
                && entry.getEvent().get().getDisposition() == Disposition.VIOLATION;
    }
}
