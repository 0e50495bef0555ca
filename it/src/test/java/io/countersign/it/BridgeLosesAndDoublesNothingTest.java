package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bridge from one real broker to another, killed while it works: each foreign record is on our
/// side once, in its order, with a dense sequence.
///
/// The system property `bridge.kills` says how often (2; the long form has 10).
class BridgeLosesAndDoublesNothingTest {
    private static final int KILLS = Integer.getInteger("bridge.kills", 2);
    private static final String TOPIC = "siem.prompts";
    private static final int FOREIGN_PARTITIONS = 3;
    private static final int PARTITIONS = 2;

    /// The exit code of a JVM that SIGTERM ended.
    private static final int SIGTERM = 143;

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir Path folder;

    @Test
    void killedBridge() throws Exception {
        try (TestBroker foreign = BrokerInAChild.start(folder.resolve("foreign"));
                TestBroker ours = BrokerInAChild.start(folder.resolve("ours"))) {
            Path file = configure(foreign, ours);
            Deployment deployment = prepare(foreign, ours, file);
            AtomicBoolean writing = new AtomicBoolean(true);
            Map<Integer, List<String>> written = new HashMap<>();
            Thread writer = Thread.ofPlatform().start(() -> write(foreign, writing, written));
            try (Consumer<byte[], byte[]> reader = reader(deployment)) {
                Map<String, List<ConsumerRecord<byte[], byte[]>>> arrived = new TreeMap<>();
                for (int kill = 0; kill < KILLS; kill++) {
                    try (ChildJvm bridge = bridge(file)) {
                        int before = count(arrived);
                        Awaitility.await("records cross")
                                .atMost(LIMIT)
                                .until(() -> {
                                    assertThat(bridge.isAlive()).as(bridge.errors()).isTrue();
                                    read(reader, arrived);
                                    return count(arrived) > before + 100;
                                });
                        bridge.kill();
                    }
                }
                writing.set(false);
                writer.join();
                int all = written.values().stream().mapToInt(List::size).sum();
                try (ChildJvm last = bridge(file)) {
                    Awaitility.await("the rest crosses")
                            .atMost(LIMIT)
                            .until(() -> {
                                read(reader, arrived);
                                return count(arrived) >= all;
                            });
                    // Whatever is doubled would come now.
                    TimeUnit.SECONDS.sleep(1);
                    read(reader, arrived);
                    assertThat(last.terminate()).isEqualTo(SIGTERM);
                }
                read(reader, arrived);
                compare(written, arrived);
            } finally {
                writing.set(false);
            }
        }
    }

    private static void compare(
            Map<Integer, List<String>> written,
            Map<String, List<ConsumerRecord<byte[], byte[]>>> arrived) {
        assertThat(arrived).hasSize(FOREIGN_PARTITIONS);
        arrived.forEach((source, records) -> {
            int partition = Integer.parseInt(source.substring(source.lastIndexOf('/') + 1));
            assertThat(source).contains("/" + TOPIC + "/");
            assertThat(records)
                    .extracting(one -> new String(one.value(), StandardCharsets.UTF_8))
                    .as("payloads of %s", source)
                    .isEqualTo(written.get(partition));
            long offset = -1;
            for (int i = 0; i < records.size(); i++) {
                assertThat(header(records.get(i), RecordHeaders.SOURCE_SEQ))
                        .isEqualTo(Integer.toString(i));
                long next = Long.parseLong(header(records.get(i), RecordHeaders.SOURCE_OFFSET));
                assertThat(next).as("foreign offsets ascend").isGreaterThan(offset);
                offset = next;
            }
        });
    }

    private ChildJvm bridge(Path file) {
        return ChildJvm.start(folder, "bridge", "run", "bridge", "--config", file.toString());
    }

    private Path configure(TestBroker foreign, TestBroker ours) throws Exception {
        Path file = folder.resolve("countersign.yaml");
        Files.writeString(
                file,
                """
                directory: %s
                partitions: %d
                kafka:
                  bootstrap-servers: ["%s"]
                  replication-factor: 1
                bridges:
                  siem:
                    bootstrap-servers: ["%s"]
                    topics: [%s]
                    format: plain-json
                    value: json
                    payload: event.original
                """
                        .formatted(
                                folder.resolve("data"),
                                PARTITIONS,
                                ours.bootstrapServers(),
                                foreign.bootstrapServers(),
                                TOPIC));
        return file;
    }

    private static Deployment prepare(TestBroker foreign, TestBroker ours, Path file)
            throws Exception {
        Configuration configuration = ConfigurationFile.read(file).configuration();
        KeyRing.of(configuration).generate(Instant.now(), Optional.empty());
        Deployment deployment =
                new Deployment(configuration, ours.bootstrapServers(), "test", Optional.empty());
        try (Admin admin = Admin.create(deployment.client());
                Admin theirs =
                        Admin.create(
                                Map.<String, Object>of(
                                        "bootstrap.servers", foreign.bootstrapServers()))) {
            TopicSetup.ensure(
                    admin,
                    TopicSetup.topics(PARTITIONS, TopicSetup.Flush.WITH_REPLICAS),
                    (short) 1);
            theirs.createTopics(List.of(new NewTopic(TOPIC, FOREIGN_PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        return deployment;
    }

    // Some hundred records a second, until told to stop.
    private static void write(
            TestBroker foreign, AtomicBoolean writing, Map<Integer, List<String>> written) {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", foreign.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int i = 0; writing.get(); i++) {
                int partition = i % FOREIGN_PARTITIONS;
                String payload = "{\"prompt\":\"number " + i + "\"}";
                written.computeIfAbsent(partition, _ -> new ArrayList<>()).add(payload);
                String value = "{\"event\":{\"original\":" + payload + "}}";
                Future<RecordMetadata> _ =
                        producer.send(
                                new ProducerRecord<>(
                                        TOPIC,
                                        partition,
                                        null,
                                        value.getBytes(StandardCharsets.UTF_8)));
                TimeUnit.MILLISECONDS.sleep(3);
            }
        } catch (InterruptedException _ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static Consumer<byte[], byte[]> reader(Deployment deployment) {
        Consumer<byte[], byte[]> reader = deployment.committedReader();
        List<TopicPartition> places = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            places.add(new TopicPartition(Topics.PROMPT_RAW, partition));
        }
        reader.assign(places);
        reader.seekToBeginning(places);
        return reader;
    }

    private static void read(
            Consumer<byte[], byte[]> reader,
            Map<String, List<ConsumerRecord<byte[], byte[]>>> arrived) {
        reader.poll(Duration.ofMillis(200))
                .forEach(record ->
                        arrived.computeIfAbsent(
                                        header(record, RecordHeaders.SOURCE_ID),
                                        _ -> new ArrayList<>())
                                .add(record));
    }

    private static int count(Map<String, List<ConsumerRecord<byte[], byte[]>>> arrived) {
        return arrived.values().stream().mapToInt(List::size).sum();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
