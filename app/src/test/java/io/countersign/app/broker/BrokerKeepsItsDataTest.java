package io.countersign.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract with Kafka's internal classes, on a real broker in its own JVM.
class BrokerKeepsItsDataTest {
    private static final int PARTITIONS = 2;

    @TempDir Path directory;

    @Test
    void afterACleanRestartAndAfterACrash() throws Exception {
        BrokerSettings settings = BrokerSettings.in(directory);
        BrokerProcess first = BrokerProcess.start(settings);
        assertThat(ensure(first)).contains(Topics.AUDIT_ENTRY, Topics.POLICY, Topics.PROXY_RAW);
        produce(first, 0, 100);
        assertThatThrownBy(() -> BrokerProcess.start(settings))
                .isInstanceOf(BrokerFailure.class)
                .hasMessageContaining("Another broker is running in " + directory);
        assertThat(first.isAlive()).as("not disturbed by the second").isTrue();
        long before = System.nanoTime();
        first.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(first.isAlive()).isFalse();
        assertThat(Files.readString(directory.resolve("broker.log")))
                .contains("[BrokerServer id=1] shut down completed");

        BrokerProcess crashing = BrokerProcess.start(settings);
        assertThat(ensure(crashing)).as("topics are still there").isEmpty();
        assertThat(read(crashing)).isEqualTo(numbers(100));
        produce(crashing, 100, 200);
        crashing.crash();
        assertThat(crashing.isAlive()).isFalse();

        try (BrokerProcess broker = BrokerProcess.start(settings)) {
            assertThat(read(broker)).isEqualTo(numbers(200));
            assertThat(directory.resolve("broker.err"))
                    .as("nothing for the terminal")
                    .isEmptyFile();
        }
    }

    @Test
    void aTopicWithAnotherPartitionCountOrCleanupIsNamed() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(BrokerSettings.in(directory));
                Admin admin = admin(broker)) {
            NewTopic wrong =
                    new NewTopic(Topics.AUDIT_ENTRY, 7, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"));
            admin.createTopics(List.of(wrong)).all().get();
            assertThatThrownBy(() -> ensure(broker))
                    .isInstanceOf(BrokerFailure.class)
                    .hasMessageContaining(
                            "topic audit.entry.v1 has 7 partitions and the configuration says 2")
                    .hasMessageContaining(
                            "topic audit.entry.v1 has cleanup.policy=compact and needs delete");
        }
    }

    private static List<String> ensure(BrokerProcess broker) {
        try (Admin admin = admin(broker)) {
            TopicSetup.requireTransactionVersion(admin);
            return TopicSetup.ensure(
                    admin, TopicSetup.topics(PARTITIONS, TopicSetup.Flush.EACH_APPEND), (short) 1);
        }
    }

    private static Admin admin(BrokerProcess broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private static void produce(BrokerProcess broker, int from, int to) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = from; i < to; i++) {
                sent.add(
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.AUDIT_ENTRY,
                                        1,
                                        null,
                                        Integer.toString(i).getBytes(StandardCharsets.UTF_8))));
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    private static List<String> read(BrokerProcess broker) {
        TopicPartition partition = new TopicPartition(Topics.AUDIT_ENTRY, 1);
        List<String> values = new ArrayList<>();
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
                    values.add(new String(record.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }
}
