package io.countersign.bench.alerting;

import io.countersign.schemas.Alert;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.serde.AvroDeserializer;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.AlertParts;
import io.countersign.topology.AlertTopology;
import io.countersign.topology.PolicyVerifier;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/// The alert topology as it is deployed, in Kafka's own test driver: one partition, its stores in
/// RocksDB, a commit after every record.
final class AlertDriver implements AutoCloseable {
    /// The driver keeps whatever was written to any topic until somebody reads it.
    private static final int RECORDS_BETWEEN_SWEEPS = 500;

    private static final Set<String> READ = Set.of(Topics.ALERT, Topics.CONTROL);

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> entries;
    private final TestInputTopic<byte[], byte[]> control;
    private final TestOutputTopic<byte[], Alert> alerts;
    private final TestOutputTopic<byte[], ControlRecord> toChain;
    private final AvroSerializer<ControlRecord> controlSerializer =
            new AvroSerializer<>(ControlRecord.class, BundledSchemas.get());
    private final Map<String, TestOutputTopic<byte[], byte[]>> others = new HashMap<>();
    private int sinceSweep;

    AlertDriver(PolicyInForce policy, Path directory, Instant start) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        AlertParts parts =
                new AlertParts(
                        1,
                        _ -> new PolicyVerifier.Outcome.Valid(policy),
                        BundledSchemas.get(),
                        new AvroSerializer<>(Alert.class, BundledSchemas.get()),
                        controlSerializer,
                        new AvroSerializer<>(WatchedEvent.class, BundledSchemas.get()),
                        new AvroSerializer<>(RuleDay.class, BundledSchemas.get()));
        driver = new TopologyTestDriver(AlertTopology.build(parts), properties, start);
        driver.createInputTopic(Topics.POLICY, new StringSerializer(), new ByteArraySerializer())
                .pipeInput("policy", new byte[1]);
        entries = input(Topics.AUDIT_ENTRY);
        control = input(Topics.CONTROL);
        alerts =
                driver.createOutputTopic(
                        Topics.ALERT,
                        new ByteArrayDeserializer(),
                        new AvroDeserializer<>(Alert.class, BundledSchemas.get()));
        toChain =
                driver.createOutputTopic(
                        Topics.CONTROL,
                        new ByteArrayDeserializer(),
                        new AvroDeserializer<>(ControlRecord.class, BundledSchemas.get()));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// @param wire as it lies on the entry topic
    void entry(byte[] wire, Instant appended) {
        entries.pipeInput(new TestRecord<>(null, wire, null, appended));
        sweep();
    }

    void tick(Instant now) {
        ControlRecord tick =
                ControlRecord.newBuilder()
                        .setKind(ControlKind.TICK)
                        .setOrigin("ledger")
                        .setTimeMillis(now.toEpochMilli())
                        .build();
        control.pipeInput(
                new TestRecord<>(
                        null, controlSerializer.serialize(Topics.CONTROL, tick), null, now));
        sweep();
    }

    /// Since the last call.
    List<Alert> alerts() {
        return alerts.isEmpty() ? List.of() : alerts.readValuesToList();
    }

    /// What is to be chained, since the last call.
    List<ControlRecord> toChain() {
        return toChain.isEmpty() ? List.of() : toChain.readValuesToList();
    }

    private void sweep() {
        if (++sinceSweep < RECORDS_BETWEEN_SWEEPS) {
            return;
        }
        sinceSweep = 0;
        for (String topic : driver.producedTopicNames()) {
            if (!READ.contains(topic)) {
                others.computeIfAbsent(
                                topic,
                                name ->
                                        driver.createOutputTopic(
                                                name,
                                                new ByteArrayDeserializer(),
                                                new ByteArrayDeserializer()))
                        .readRecordsToList();
            }
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
