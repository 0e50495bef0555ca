package io.countersign.app.connect;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.TopicSetup;
import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.delivery.DeadLetter;
import io.countersign.sinks.siem.ndjson.NdjsonSinkConnector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file sink through the real Connect runtime on a real broker.
class AbortedRecordNeverReachesTheFileTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.AUDIT_ENTRY, 0);
    private static final String DEAD_LETTERS = "siem.dead.letters";

    @TempDir static Path brokerDirectory;
    private static BrokerProcess broker;

    @TempDir Path directory;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start(BrokerSettings.in(brokerDirectory));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void emptyTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            if (admin.listTopics().names().get().contains(Topics.AUDIT_ENTRY)) {
                admin.deleteTopics(List.of(Topics.AUDIT_ENTRY, DEAD_LETTERS)).all().get();
            }
            // A topic that was just deleted is described with an error for a moment.
            await().atMost(60, SECONDS).ignoreExceptions().until(() -> topicsAreThere(admin));
        }
    }

    private static boolean topicsAreThere(Admin admin) throws Exception {
        TopicSetup.ensure(admin, TopicSetup.topics(1, TopicSetup.Flush.EACH_APPEND), (short) 1);
        if (!admin.listTopics().names().get().contains(DEAD_LETTERS)) {
            admin.createTopics(List.of(new NewTopic(DEAD_LETTERS, 1, (short) 1))).all().get();
        }
        return true;
    }

    @Test
    void onlyCommittedEntriesBecomeEvents() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                        Entries.transactionalProducer(broker.bootstrapServers());
                EmbeddedConnect connect = start("aborted", Map.of())) {
            transaction(producer, 0, 3);
            producer.beginTransaction();
            Entries.send(producer, Entries.record(1_000));
            producer.flush();
            producer.abortTransaction();
            transaction(producer, 3, 5);

            await().atMost(20, SECONDS).until(() -> sequences().contains(4L));

            assertThat(sequences()).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(connect.failures()).isEmpty();
            assertThat(connect.runningTasks("aborted")).isEqualTo(1);
            assertThat(recordsOnBroker()).as("the aborted one lies on the broker").hasSize(6);
        }
    }

    @Test
    void withoutReadCommittedTheConnectorIsRefused() {
        Map<String, String> configuration =
                new HashMap<>(NdjsonSinkConnector.configuration(directory.resolve("siem")));
        configuration.put(ReadCommitted.KEY, "read_uncommitted");

        assertThatThrownBy(() ->
                        EmbeddedConnect.start(settings(), Map.of("uncommitted", configuration)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("consumer.override.isolation.level=read_committed");
    }

    @Test
    void afterAStopTheNextStartGoesOnWithoutADuplicate() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                Entries.transactionalProducer(broker.bootstrapServers())) {
            transaction(producer, 0, 100);
            EmbeddedConnect first = start("restarted", Map.of());
            await().atMost(20, SECONDS).until(() -> sequences().size() >= 100);
            long before = System.nanoTime();
            first.close();
            Duration stop = Duration.ofNanos(System.nanoTime() - before);
            first.close();
            transaction(producer, 100, 150);

            try (EmbeddedConnect second = start("restarted", Map.of())) {
                await().atMost(20, SECONDS).until(() -> sequences().contains(149L));
                assertThat(second.failures()).isEmpty();
            }

            assertThat(sequences()).hasSize(150).doesNotHaveDuplicates().isSorted();
            // A few hundredths of a second on a quiet machine; the graceful limit is five.
            assertThat(stop).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void anUndecodableRecordStopsTheTaskAndIsNotQuoted() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                        Entries.transactionalProducer(broker.bootstrapServers());
                EmbeddedConnect connect = start("stopped", Map.of())) {
            poison(producer);

            await().atMost(20, SECONDS).until(() -> !connect.failures().isEmpty());

            ConnectorFailure failure = connect.failures().getFirst();
            assertThat(failure.task()).isZero();
            assertThat(failure.reason())
                    .contains("UNDECODABLE at audit.entry.v1/0 offset 0: BAD_MAGIC")
                    .doesNotContain("poison");
        }
    }

    @Test
    void withDeadLettersTheTaskGoesOn() throws Exception {
        Map<String, String> deadLetters =
                Map.of(
                        "errors.tolerance", "all",
                        "errors.deadletterqueue.topic.name", DEAD_LETTERS,
                        "errors.deadletterqueue.topic.replication.factor", "1");
        try (KafkaProducer<byte[], byte[]> producer =
                        Entries.transactionalProducer(broker.bootstrapServers());
                EmbeddedConnect connect = start("tolerant", deadLetters)) {
            poison(producer);
            transaction(producer, 0, 2);

            await().atMost(20, SECONDS).until(() -> sequences().contains(1L));

            assertThat(sequences()).containsExactly(0L, 1L);
            assertThat(connect.failures()).isEmpty();
            assertThat(read(new TopicPartition(DEAD_LETTERS, 0)))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(new String(letter, StandardCharsets.UTF_8))
                                .doesNotContain("poison");
                        DeadLetter read = DeadLetter.read(letter);
                        assertThat(read.code()).isEqualTo("BAD_MAGIC");
                        assertThat(read.at()).hasToString("audit.entry.v1/0 offset 0");
                    });
        }
    }

    private EmbeddedConnect start(String name, Map<String, String> more) throws Exception {
        Map<String, String> configuration =
                new HashMap<>(NdjsonSinkConnector.configuration(directory.resolve("siem")));
        configuration.put("topics", Topics.AUDIT_ENTRY);
        configuration.putAll(more);
        return EmbeddedConnect.start(settings(), Map.of(name, configuration));
    }

    private ConnectSettings settings() {
        return ConnectSettings.of(broker.bootstrapServers(), directory.resolve("connect"));
    }

    private List<Long> sequences() {
        return Entries.sequences(directory.resolve("siem"));
    }

    private static void poison(KafkaProducer<byte[], byte[]> producer) {
        producer.beginTransaction();
        Entries.send(
                producer,
                new ProducerRecord<>(
                        Topics.AUDIT_ENTRY, 0, null, "poison".getBytes(StandardCharsets.UTF_8)));
        producer.commitTransaction();
    }

    private static void transaction(KafkaProducer<byte[], byte[]> producer, long from, long to) {
        producer.beginTransaction();
        for (long seq = from; seq < to; seq++) {
            Entries.send(producer, Entries.record(seq));
        }
        producer.commitTransaction();
    }

    private static List<byte[]> recordsOnBroker() {
        return read(PARTITION);
    }

    /// With a consumer's default isolation.
    private static List<byte[]> read(TopicPartition partition) {
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
