package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Processes die by `kill -9`, the broker too, and an owner is stopped beyond its session timeout
/// while input is idle: afterwards every offset is accounted for once, and no chain has two
/// successors of one entry.
///
/// The short form runs in every build. The long form:
///
/// ```
/// mvn verify -pl it -am -Dtest=CrashTest -Dsurefire.failIfNoSpecifiedTests=false \
///   -Dcrash.events=200000 -Dcrash.audit-kills=5 -Dcrash.sealer-kills=3 -Dcrash.broker-kills=2 \
///   -Dcrash.zombies=3 -Dcrash.seed=1
/// ```
@Tag("crash")
class CrashTest {
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final int SIGTERM = 128 + 15;
    private static final int SHORTEST_PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 4_000;

    /// Of the whole run; the rest of the records comes after the zombies.
    private static final double SHARE_DURING_KILLS = 0.8;

    private final CrashSettings settings = CrashSettings.ofSystemProperties();
    private final Random random = new Random(settings.seed());
    private final Duration limit = Duration.ofSeconds(90).plusMillis(2L * settings.events());

    @TempDir Path folder;

    private enum Blow {
        AUDIT,
        SEALER,
        BROKER
    }

    @Test
    @Timeout(1_800)
    void everyOffsetIsAccountedForOnceWhoeverDies() throws Exception {
        System.out.println("crash test: " + settings);
        long begun = System.nanoTime();
        Awaitility.setDefaultPollInterval(ROUND);
        // Clients of a broker that was killed have much to say.
        if (LoggerFactory.getLogger("org.apache.kafka") instanceof Logger kafka) {
            kafka.setLevel(Level.ERROR);
        }
        try (CrashSite site = CrashSite.open(folder, settings.partitions());
                Producer<byte[], byte[]> producer = site.deployment().producer();
                Admin admin = Admin.create(site.deployment().client())) {
            Configuration configuration = site.deployment().configuration();
            Traffic traffic =
                    new Traffic(
                            new RawRecords(
                                    producer,
                                    settings.partitions(),
                                    KeyRing.of(configuration).tokenKeys(),
                                    site.deployment().schemas(),
                                    InstantSource.system()),
                            new Random(settings.seed() + 1));
            ChildJvm audit = site.run("audit", "audit-a");
            ChildJvm ledger = site.run("ledger", "ledger");
            awaitRunning(audit, "running audit");

            List<Blow> blows = blows();
            int during = (int) (settings.events() * SHARE_DURING_KILLS);
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> trickle(traffic, during, blows.size()));
            for (Blow blow : blows) {
                Thread.sleep(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
                say(begun, "kill " + blow);
                switch (blow) {
                    case AUDIT -> {
                        audit.kill();
                        audit = site.run("audit", "audit-a");
                    }
                    case SEALER -> {
                        ledger.kill();
                        ledger = site.run("ledger", "ledger");
                    }
                    case BROKER -> site.crashBroker();
                }
            }
            say(begun, "no more kills");
            sending.join();
            traffic.awaitAcknowledged();
            awaitJudged(admin, site.deployment());
            say(begun, "judged");
            long killed = System.nanoTime();

            Map<EntryKind, Integer> beforeZombies = read(site.deployment());
            String frozenName = "audit-a";
            for (int i = 0; i < settings.zombies(); i++) {
                String heirName = frozenName.equals("audit-a") ? "audit-b" : "audit-a";
                audit = makeZombie(site, admin, audit, heirName);
                frozenName = heirName;
            }
            say(begun, "no more zombies");
            long continued = System.nanoTime();

            traffic.send(settings.events() - during);
            traffic.awaitAcknowledged();
            awaitJudged(admin, site.deployment());
            ControlRecords.ask(site.deployment(), settings.partitions(), ControlKind.TALLY);
            Map<TopicPartition, Long> ends = rawEnds(admin);
            Path log = site.directory("ledger").resolve("log");
            VerifierKeys keys = VerifierKeys.read(KeyRing.of(configuration).vkeyFile());
            Awaitility.await("every raw offset tallied and sealed")
                    .atMost(limit)
                    .until(() -> accountedTo(verify(log, keys)).equals(ends));
            assertThat(audit.isAlive()).as("the last owner works").isTrue();
            assertThat(ledger.isAlive()).as("the sealer works").isTrue();
            assertThat(ledger.terminate()).as("the sealer stops when told to").isEqualTo(SIGTERM);

            Report report = verify(log, keys);
            assertThat(report.failed()).isEmpty();
            assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
            assertThat(sum(ends.values())).as("offsets are dense").isEqualTo(traffic.sent());
            assertThat(count(report, Outcome.EVENT)).isEqualTo(traffic.events());
            assertThat(count(report, Outcome.REJECTION)).isEqualTo(traffic.rejections());
            assertThat(count(report, Outcome.OUT_OF_SCOPE)).isEqualTo(traffic.outOfScope());
            assertThat(count(report, Outcome.LOST)).isZero();

            Map<EntryKind, Integer> entries = read(site.deployment());
            assertThat(entries).containsEntry(EntryKind.EVENT, (int) traffic.events());
            int takeovers = entries.getOrDefault(EntryKind.TAKEOVER, 0);
            int takeoversByHeirs = takeovers - beforeZombies.getOrDefault(EntryKind.TAKEOVER, 0);
            assertThat(takeoversByHeirs)
                    .as("each heir wrote to each chain")
                    .isGreaterThanOrEqualTo(settings.zombies() * settings.partitions());
            System.out.printf(
                    "crash test: %d events sent, %d judged, %d rejected, %d out of scope; %d audit"
                            + " kills, %d sealer kills, %d broker kills, %d zombies; %d takeovers, %d entries"
                            + " in the log, %d seals, %s; kills %.1f s, zombies %.1f s, all %.1f s%n",
                    traffic.sent(),
                    traffic.events(),
                    traffic.rejections(),
                    traffic.outOfScope(),
                    settings.auditKills(),
                    settings.sealerKills(),
                    settings.brokerKills(),
                    settings.zombies(),
                    takeovers,
                    report.entries(),
                    report.seals().count(),
                    report.conclusion(),
                    seconds(begun, killed),
                    seconds(killed, continued),
                    seconds(begun, System.nanoTime()));
        }
    }

    /// Stops the owner beyond its session timeout, lets an heir write to every chain, and lets the
    /// old owner go on, all without input; then the old owner is killed.
    ///
    /// @return the heir
    private ChildJvm makeZombie(CrashSite site, Admin admin, ChildJvm owner, String heirName)
            throws Exception {
        Map<EntryKind, Integer> before = read(site.deployment());
        owner.freeze();
        ChildJvm heir = site.run("audit", heirName);
        Awaitility.await("one stable heir")
                .atMost(limit)
                .until(() -> {
                    ConsumerGroupDescription group = group(admin, site.deployment());
                    return group.groupState() == GroupState.STABLE
                            && group.members().size() == 1
                            && heir.isAlive()
                            && heir.output().contains("running audit");
                });
        ControlRecords.ask(site.deployment(), settings.partitions(), ControlKind.TALLY);
        Awaitility.await("the heir wrote to every chain")
                .atMost(limit)
                .until(() ->
                        read(site.deployment()).getOrDefault(EntryKind.TAKEOVER, 0)
                                >= before.getOrDefault(EntryKind.TAKEOVER, 0)
                                        + settings.partitions());
        owner.thaw();
        // Long enough for what the old owner held back: its transaction's end, its ticks.
        Thread.sleep(Duration.ofSeconds(3));
        // read() fails where the old owner forked a chain.
        read(site.deployment());
        owner.kill();
        return heir;
    }

    private List<Blow> blows() {
        List<Blow> blows = new ArrayList<>();
        blows.addAll(Collections.nCopies(settings.auditKills(), Blow.AUDIT));
        blows.addAll(Collections.nCopies(settings.sealerKills(), Blow.SEALER));
        blows.addAll(Collections.nCopies(settings.brokerKills(), Blow.BROKER));
        Collections.shuffle(blows, random);
        return blows;
    }

    /// Spreads records over about the time that the blows take.
    private static void trickle(Traffic traffic, int records, int blows) {
        int rounds = 10 + blows * (SHORTEST_PAUSE_MILLIS + LONGEST_PAUSE_MILLIS) / 200;
        try {
            for (int i = 0; i < rounds; i++) {
                traffic.send((int) ((long) records * (i + 1) / rounds - traffic.sent()));
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void awaitRunning(ChildJvm child, String line) {
        Awaitility.await(line)
                .atMost(limit)
                .until(() -> {
                    assertThat(child.isAlive()).as(child::errors).isTrue();
                    return child.output().contains(line);
                });
    }

    /// Waits until the audit topology has committed past every raw record.
    private void awaitJudged(Admin admin, Deployment deployment) {
        Awaitility.await("all raw records judged")
                .atMost(limit)
                .ignoreExceptions()
                .until(() -> {
                    Map<TopicPartition, OffsetAndMetadata> committed =
                            admin.listConsumerGroupOffsets(
                                            deployment.configuration().audit().applicationId())
                                    .partitionsToOffsetAndMetadata()
                                    .get();
                    return rawEnds(admin).entrySet().stream()
                            .allMatch(end -> {
                                OffsetAndMetadata done = committed.get(end.getKey());
                                return end.getValue() == (done == null ? 0 : done.offset());
                            });
                });
    }

    private static ConsumerGroupDescription group(Admin admin, Deployment deployment)
            throws Exception {
        String id = deployment.configuration().audit().applicationId();
        return admin.describeConsumerGroups(List.of(id)).all().get().values().iterator().next();
    }

    private Map<TopicPartition, Long> rawEnds(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (String topic : List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW)) {
            for (int p = 0; p < settings.partitions(); p++) {
                latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(latest).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    private static Report verify(Path log, VerifierKeys keys) throws Exception {
        return LogVerifier.verify(
                new DirectoryTileSource(log), Request.trusting(keys), Progress.NONE);
    }

    private static Map<TopicPartition, Long> accountedTo(Report report) {
        Map<TopicPartition, Long> accounted = new HashMap<>();
        for (InputSummary input : report.inputs()) {
            if (!input.topic().equals(Topics.CONTROL)) {
                assertThat(input.fromOffset()).as(input.chain() + " begins").isZero();
                Long twice =
                        accounted.put(
                                new TopicPartition(input.topic(), input.partition()),
                                input.toOffset());
                assertThat(twice).as("an input belongs to one chain").isNull();
            }
        }
        return accounted;
    }

    private static long count(Report report, Outcome outcome) {
        return report.inputs().stream()
                .filter(input -> !input.topic().equals(Topics.CONTROL))
                .mapToLong(input -> input.count(outcome))
                .sum();
    }

    private static long sum(Iterable<Long> numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static void say(long begun, String what) {
        System.out.printf("crash test: %5.1f s %s%n", seconds(begun, System.nanoTime()), what);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    /// Reads the entry topic as committed and checks that each partition's numbers are dense and
    /// that no input offset has two entries.
    private Map<EntryKind, Integer> read(Deployment deployment) {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        List<TopicPartition> partitions =
                Stream.iterate(0, p -> p + 1)
                        .limit(settings.partitions())
                        .map(p -> new TopicPartition(Topics.AUDIT_ENTRY, p))
                        .toList();
        Map<EntryKind, Integer> kinds = new EnumMap<>(EntryKind.class);
        long[] nextSeq = new long[settings.partitions()];
        Set<List<Object>> inputs = new HashSet<>();
        try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(ROUND)) {
                    AuditEntry entry = decoder.framed(record.value());
                    assertThat(entry.getSeq())
                            .as("seq in partition %d", record.partition())
                            .isEqualTo(nextSeq[record.partition()]++);
                    kinds.merge(entry.getKind(), 1, Integer::sum);
                    entry.getEvent()
                            .ifPresent(event -> {
                                Coordinates at = event.getInput();
                                assertThat(
                                                inputs.add(
                                                        List.of(
                                                                at.getTopic(),
                                                                at.getPartition(),
                                                                at.getOffset())))
                                        .as("one entry for %s", at)
                                        .isTrue();
                            });
                }
            }
        }
        return kinds;
    }
}
