package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.demo.SampleDay;
import io.countersign.app.demo.SampleRecord;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to the broker: every record that Kafka took is accounted for in the log exactly
/// once, and the log verifies.
///
/// One installation lives through all faults, in any order, with a day of sample records before,
/// during and after each. Runs where `-Dit.broker=embedded` or `-Dit.broker=containers` asks for it
/// (`it/containers/run.sh` does), about two minutes.
@Tag("containers")
class BrokerFaultsTest {
    private static final int PARTITIONS = 2;

    /// Shorter than the sessions of the roles: nobody is expelled.
    private static final Duration SHORT = Duration.ofSeconds(8);

    /// Longer than sessions and transactions last (10 s): members are expelled, and the open
    /// transaction is aborted behind its owner's back.
    private static final Duration LONG = Duration.ofSeconds(14);

    private static final Duration ACKNOWLEDGE_LIMIT = Duration.ofMinutes(2);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir static Path directory;

    private static final Deque<AutoCloseable> RUNNING = new ArrayDeque<>();
    private static final List<SampleRecord> RECORDS = new ArrayList<>();

    /// The end of each raw partition that was written to, as `topic/partition`.
    private static final Map<String, Long> ENDS = new TreeMap<>();

    private static TestBroker broker;
    private static Installation installation;
    private static int rounds;

    @BeforeAll
    static void start() throws Exception {
        Optional<String> why = whyNot();
        why.ifPresent(reason -> System.out.println("BrokerFaultsTest is skipped: " + reason));
        assumeTrue(why.isEmpty(), () -> why.orElse(""));
        broker = TestBroker.start(directory.resolve("broker"));
        RUNNING.push(broker);
        Clock clock = Clock.systemUTC();
        installation =
                Installation.start(
                        configuration(broker.bootstrapServers()),
                        "it",
                        Optional.empty(),
                        PolicyYaml.demo(),
                        TopicSetup.Flush.WITH_REPLICAS,
                        Map.of(),
                        clock,
                        step -> {},
                        System.err::println);
        RUNNING.push(installation);
        RECORDS.addAll(SampleDay.of(clock.instant().minus(DAY)).records());
    }

    private static Optional<String> whyNot() {
        return System.getProperty(TestBroker.PROPERTY) == null
                ? Optional.of("neither -Dit.broker=embedded nor -Dit.broker=containers is given")
                : TestBroker.unavailable();
    }

    @AfterAll
    static void stop() throws Exception {
        while (!RUNNING.isEmpty()) {
            RUNNING.pop().close();
        }
    }

    @Test
    void aPausedBrokerLosesAndDoublesNothing() throws Exception {
        survives("paused", broker::pause, SHORT, broker::unpause);
    }

    @Test
    void aKilledAndRestartedBrokerLosesAndDoublesNothing() throws Exception {
        survives("killed", broker::crash, Duration.ofSeconds(1), broker::restart);
    }

    @Test
    void aBrokerThatWasCutOffLosesAndDoublesNothing() throws Exception {
        assumeTrue(broker.canBeCutOff(), "only a broker in a container can be cut off");
        survives("cut-off", broker::disconnect, LONG, broker::connect);
    }

    private static void survives(String name, Runnable begin, Duration fault, Runnable end)
            throws Exception {
        int third = RECORDS.size() / 3;
        rounds++;
        List<Future<RecordMetadata>> sent = new ArrayList<>(send(name, RECORDS.subList(0, third)));
        await(sent);

        // The topologies are in the middle of these records now.
        begin.run();
        Instant ended;
        Sender sender = new Sender(name, RECORDS.subList(third, 2 * third));
        try {
            sender.start();
            TimeUnit.NANOSECONDS.sleep(fault.toNanos());
            assertThat(sender.acknowledged())
                    .as("acknowledged by a broker that is %s", name)
                    .isZero();
        } finally {
            end.run();
            ended = Instant.now();
        }

        sent.addAll(sender.all());
        sent.addAll(send(name, RECORDS.subList(2 * third, RECORDS.size())));
        await(sent);
        Duration acknowledged = Duration.between(ended, Instant.now());
        Report report = settled();
        System.out.printf(
                "BrokerFaultsTest: broker %s for %.1f s; all acknowledged %.1f s later, all sealed and verified %.1f s later%n",
                name,
                fault.toMillis() / 1000.0,
                acknowledged.toMillis() / 1000.0,
                Duration.between(ended, Instant.now()).toMillis() / 1000.0);

        assertThat(installation.failure()).isEmpty();
        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.CONSISTENT);
        long all = (long) rounds * RECORDS.size();
        assertThat(ENDS.values().stream().mapToLong(Long::longValue).sum())
                .as("Kafka has each record once")
                .isEqualTo(all);
        Map<Outcome, Long> outcomes = outcomes(report);
        assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum())
                .as("each record has one outcome: %s", outcomes)
                .isEqualTo(all);
        assertThat(outcomes).doesNotContainKeys(Outcome.LOST, Outcome.HOLE, Outcome.UNRECOGNISED);
        assertThat(
                        outcomes.getOrDefault(Outcome.REPEATED, 0L)
                                + outcomes.getOrDefault(Outcome.DUPLICATE, 0L))
                .as("only what the source itself sent twice: %s", outcomes)
                .isEqualTo(rounds * sentTwice());
    }

    private static List<Future<RecordMetadata>> send(String round, List<SampleRecord> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (SampleRecord record : records) {
            sent.add(send(round, record));
        }
        return sent;
    }

    private static Future<RecordMetadata> send(String round, SampleRecord record) {
        return installation
                .intake()
                .records()
                .send(
                        record.format(),
                        record.sourceId() + "-" + round,
                        record.seq(),
                        record.value());
    }

    /// Sends on a thread of its own: a client that has lost its last broker forgets the topics, and
    /// then `send` itself waits for a broker.
    private static final class Sender {
        private final List<Future<RecordMetadata>> sent =
                Collections.synchronizedList(new ArrayList<>());
        private final FutureTask<List<Future<RecordMetadata>>> task;

        Sender(String round, List<SampleRecord> records) {
            task =
                    new FutureTask<>(() -> {
                        for (SampleRecord record : records) {
                            sent.add(send(round, record));
                        }
                        return sent;
                    });
        }

        void start() {
            Thread.ofPlatform().daemon().name("it-sender").start(task);
        }

        long acknowledged() {
            synchronized (sent) {
                return sent.stream().filter(Future::isDone).count();
            }
        }

        List<Future<RecordMetadata>> all() throws Exception {
            return task.get(ACKNOWLEDGE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void await(List<Future<RecordMetadata>> sent) throws Exception {
        for (Future<RecordMetadata> one : sent) {
            RecordMetadata at = one.get(ACKNOWLEDGE_LIMIT.toSeconds(), TimeUnit.SECONDS);
            ENDS.merge(at.topic() + "/" + at.partition(), at.offset() + 1, Math::max);
        }
    }

    /// Waits until the tallies in the verified log reach the end of what was sent; asks for them
    /// again and again, as they would come by themselves each minute.
    private static Report settled() throws Exception {
        Deployment deployment = installation.deployment();
        byte[] request =
                new AvroSerializer<>(ControlRecord.class, BundledSchemas.get())
                        .serialize(
                                Topics.CONTROL,
                                ControlRecord.newBuilder()
                                        .setKind(ControlKind.TALLY)
                                        .setOrigin("it")
                                        .setTimeMillis(0L)
                                        .build());
        Instant deadline = Instant.now().plus(SETTLE_LIMIT);
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            while (true) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, request))
                            .get(ACKNOWLEDGE_LIMIT.toSeconds(), TimeUnit.SECONDS);
                }
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
                Report report = verify(deployment);
                if (accountedTo(report).equals(ENDS)
                        || !installation.failure().equals(Optional.empty())) {
                    return report;
                }
                assertThat(Instant.now())
                        .as(
                                "the log accounts for %s of %s, within %s",
                                accountedTo(report), ENDS, SETTLE_LIMIT)
                        .isBefore(deadline);
            }
        }
    }

    private static Report verify(Deployment deployment) throws Exception {
        return LogVerifier.verify(
                new DirectoryTileSource(deployment.log()),
                Request.withKeysBeside(VerifierKeys.read(deployment.vkeys())),
                Progress.NONE);
    }

    private static Map<String, Long> accountedTo(Report report) {
        Map<String, Long> ends = new TreeMap<>();
        for (InputSummary input : raw(report)) {
            if (input.toOffset() > 0) {
                ends.put(input.topic() + "/" + input.partition(), input.toOffset());
            }
        }
        return ends;
    }

    /// Of the raw topics, without offsets that were read again and skipped.
    private static Map<Outcome, Long> outcomes(Report report) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (InputSummary input : raw(report)) {
            input.counts().forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        }
        outcomes.remove(Outcome.REPLAYED);
        return outcomes;
    }

    private static List<InputSummary> raw(Report report) {
        return report.inputs().stream()
                .filter(input ->
                        input.topic().equals(Topics.PROXY_RAW)
                                || input.topic().equals(Topics.PROMPT_RAW))
                .toList();
    }

    private static long sentTwice() {
        return RECORDS.size()
                - RECORDS.stream()
                        .map(record -> record.sourceId() + " " + record.seq())
                        .distinct()
                        .count();
    }

    private static Configuration configuration(String bootstrapServers) {
        Configuration defaults = Configuration.defaults();
        return new Configuration(
                directory.resolve("countersign"),
                PARTITIONS,
                new Configuration.Kafka(List.of(bootstrapServers), 0, 1, Map.of()),
                defaults.keys(),
                defaults.policy(),
                defaults.patientIndex(),
                defaults.formats(),
                defaults.audit(),
                defaults.alert(),
                defaults.ledger(),
                defaults.purger(),
                defaults.vault(),
                defaults.listen(),
                defaults.icap(),
                defaults.documents(),
                defaults.health(),
                defaults.registry(),
                defaults.s3(),
                defaults.drill(),
                defaults.archive(),
                defaults.access(),
                defaults.review(),
                defaults.sinks(),
                defaults.bridges());
    }
}
