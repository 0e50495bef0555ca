package io.countersign.app.connect;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.reconcile.Reconciler;
import io.countersign.app.reconcile.Statement;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Deployment;
import io.countersign.app.sink.SinkType;
import io.countersign.schemas.ReconciledChain;
import io.countersign.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL in the middle of a batch, again and again: every entry becomes an event, and the
/// duplicates are those that were written and not yet committed, known by their id.
class KilledSinkLosesNothingTest {
    private static final int KILLS = 2;
    private static final int ENTRIES_PER_ROUND = 4_000;
    private static final TopicPartition PARTITION = new TopicPartition(Topics.AUDIT_ENTRY, 0);

    @TempDir Path directory;

    @Test
    void everyEntryIsThereAndDuplicatesAreBounded() throws Exception {
        try (BrokerProcess broker =
                        BrokerProcess.start(BrokerSettings.in(directory.resolve("broker")));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = producer(broker, admin)) {
            long duplicatesAllowed = 0;
            for (int round = 0; round < KILLS; round++) {
                int written = sequences().size();
                Process sink = start(broker);
                long from = (long) round * ENTRIES_PER_ROUND;
                produce(producer, from, from + ENTRIES_PER_ROUND);
                await().atMost(60, SECONDS).until(() -> sequences().size() > written + 500);
                sink.destroyForcibly().waitFor();
                assertReconciled(broker, from + ENTRIES_PER_ROUND);
                duplicatesAllowed += highest(sequences()) + 1 - committedEntries(admin);
            }
            long total = (long) KILLS * ENTRIES_PER_ROUND;
            // Where it was killed before its first commit, the last run settles everything.
            boolean committed = committedOffset(admin) > 0;
            Process last = start(broker);
            await().atMost(60, SECONDS).until(() -> sequences().contains(total - 1));
            last.getOutputStream().close();
            assertThat(last.waitFor()).isZero();

            List<Long> sequences = sequences();
            assertThat(sequences.stream().distinct().sorted())
                    .containsExactlyElementsOf(LongStream.range(0, total).boxed().toList());
            assertThat(sequences.size() - total).isBetween(0L, duplicatesAllowed);
            Statement statement = assertReconciled(broker, total);
            assertThat(statement.chains().getFirst().getPending()).isZero();
            assertThat(statement.settledBySeveralRuns()).as("it was killed").isEqualTo(committed);
            assertThat(statement.settledByAnotherSelection()).isFalse();
        }
    }

    /// What the statement calls acknowledged is in the files, whenever the sink was killed.
    private Statement assertReconciled(BrokerProcess broker, long entries) throws Exception {
        Configuration configuration =
                ConfigurationFile.read(
                                Files.writeString(
                                        directory.resolve("countersign.yaml"),
                                        """
                                        directory: %s
                                        partitions: 1
                                        kafka: {bootstrap-servers: ["%s"]}
                                        sinks:
                                          killed: {type: ndjson, directory: siem}
                                        """
                                                .formatted(directory, broker.bootstrapServers())))
                        .configuration();
        Statement statement =
                new Reconciler(
                                new Deployment(
                                        configuration,
                                        broker.bootstrapServers(),
                                        "test",
                                        Optional.empty()),
                                "killed",
                                SinkType.of("ndjson").orElseThrow(),
                                Objects.requireNonNull(Connectors.of(configuration).get("killed")),
                                Clock.systemUTC())
                        .whole(_line -> {});
        assertThat(statement.chains()).hasSize(1);
        ReconciledChain chain = statement.chains().getFirst();
        assertThat(chain.getChain()).isEqualTo(Entries.CHAIN);
        assertThat(chain.getFromSeq()).isZero();
        assertThat(chain.getToSeq()).isEqualTo(entries);
        assertThat(chain.getAcknowledged() + chain.getPending()).isEqualTo(entries);
        assertThat(sequences())
                .containsAll(LongStream.range(0, chain.getAcknowledged()).boxed().toList());
        assertThat(statement.lost()).isZero();
        return statement;
    }

    private static KafkaProducer<byte[], byte[]> producer(BrokerProcess broker, Admin admin) {
        TopicSetup.ensure(admin, TopicSetup.topics(1, TopicSetup.Flush.EACH_APPEND), (short) 1);
        return Entries.transactionalProducer(broker.bootstrapServers());
    }

    /// One transaction, so that an offset is a sequence number plus the markers before it: one a
    /// round.
    private static void produce(KafkaProducer<byte[], byte[]> producer, long from, long to) {
        producer.beginTransaction();
        for (long seq = from; seq < to; seq++) {
            Entries.send(producer, Entries.record(seq));
        }
        producer.commitTransaction();
    }

    /// A lower bound of how many entries lie below the group's committed offset.
    private static long committedEntries(Admin admin) throws Exception {
        return Math.max(0, committedOffset(admin) - KILLS);
    }

    private static long committedOffset(Admin admin) throws Exception {
        OffsetAndMetadata committed =
                admin.listConsumerGroupOffsets("connect-killed")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(PARTITION);
        return committed == null ? 0 : committed.offset();
    }

    private static long highest(List<Long> sequences) {
        return sequences.stream().mapToLong(Long::longValue).max().orElse(-1);
    }

    private List<Long> sequences() {
        return Entries.sequences(directory.resolve("siem"));
    }

    private Process start(BrokerProcess broker) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConnectMain.class.getName(),
                        broker.bootstrapServers(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sink.log").toFile())
                .start();
    }
}
