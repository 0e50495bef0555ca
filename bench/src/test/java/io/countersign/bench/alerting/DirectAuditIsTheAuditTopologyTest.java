package io.countersign.bench.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.bench.traffic.SimulatedRecord;
import io.countersign.bench.traffic.Simulation;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.AuditParts;
import io.countersign.topology.AuditTopology;
import io.countersign.topology.IdentityVerifier;
import io.countersign.topology.PolicyVerifier;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.Protect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The evaluation of the alerts takes a shorter way from records to entries than the audit
/// topology: the same steps without Kafka Streams. Both give the same entries.
class DirectAuditIsTheAuditTopologyTest {
    private static final int RECORDS = 4_000;

    private final AvroDecoder<AuditEntry> decoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());

    @Test
    void bothGiveTheSameEntries(@TempDir Path directory) throws IOException {
        List<SimulatedRecord> records = new ArrayList<>();
        Simulation.of(
                        new Simulation.Settings(
                                260, 11, 1, Instant.parse("2026-11-24T00:00:00Z"), 0.3, false))
                .give(record -> {
                    if (records.size() < RECORDS) {
                        records.add(record);
                    }
                });
        PolicyInForce policy = SimulatedPolicy.inForce();
        List<List<Object>> direct = new ArrayList<>();
        DirectAudit audit = new DirectAudit(policy, directory, wire -> event(wire, direct));
        records.forEach(audit::record);

        assertThat(direct).hasSizeGreaterThan(1_000);
        assertThat(byTopology(records, policy, directory)).isEqualTo(direct);
    }

    private List<List<Object>> byTopology(
            List<SimulatedRecord> records, PolicyInForce policy, Path directory) {
        List<List<Object>> events = new ArrayList<>();
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        try (TopologyTestDriver driver =
                new TopologyTestDriver(
                        AuditTopology.build(parts(policy, directory)),
                        properties,
                        records.getFirst().arrival())) {
            driver.createInputTopic(
                            Topics.POLICY, new StringSerializer(), new ByteArraySerializer())
                    .pipeInput("policy", new byte[1]);
            Map<String, TestInputTopic<byte[], byte[]>> raw =
                    Map.of(
                            Topics.PROXY_RAW,
                            input(driver, Topics.PROXY_RAW),
                            Topics.PROMPT_RAW,
                            input(driver, Topics.PROMPT_RAW));
            TestOutputTopic<byte[], byte[]> entries =
                    driver.createOutputTopic(
                            Topics.AUDIT_ENTRY,
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer());
            for (SimulatedRecord record : records) {
                Objects.requireNonNull(raw.get(record.source().topic())).pipeInput(message(record));
            }
            entries.readValuesToList().forEach(wire -> event(wire, events));
        }
        return events;
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static TestRecord<byte[], byte[]> message(SimulatedRecord record) {
        org.apache.kafka.common.header.internals.RecordHeaders headers =
                new org.apache.kafka.common.header.internals.RecordHeaders();
        headers.add(header(RecordHeaders.SOURCE_FORMAT, record.source().format()));
        headers.add(header(RecordHeaders.SOURCE_ID, record.source().id()));
        headers.add(header(RecordHeaders.SOURCE_SEQ, Long.toString(record.seq())));
        return new TestRecord<>(null, record.value(), headers, record.arrival());
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static AuditParts parts(PolicyInForce policy, Path directory) {
        return new AuditParts(
                DirectAudit.config(),
                (entryTopic, partition, inputs) ->
                        new ChainProbe.Probed(Optional.empty(), Map.of()),
                _ -> new PolicyVerifier.Outcome.Valid(policy),
                (_, _) -> new IdentityVerifier.Outcome.Refused("IDENTITY_UNREADABLE"),
                BundledSchemas.get(),
                () -> protect(directory),
                () -> new Incarnation(new byte[16]),
                new AvroSerializer<>(EvidenceEnvelope.class, BundledSchemas.get()),
                Optional::empty,
                io.countersign.sources.InputFormats.builtIn());
    }

    private static Protect protect(Path directory) {
        try {
            return DirectAudit.protect(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Without the evidence, which is sealed under random keys.
    private void event(byte[] wire, List<List<Object>> events) {
        AuditEntry entry = decoder.framed(wire);
        if (entry.getKind() == EntryKind.EVENT) {
            EventEntry event = entry.getEvent().orElseThrow();
            List<Object> facts = new ArrayList<>();
            for (Schema.Field field : EventEntry.getClassSchema().getFields()) {
                Object value = event.get(field.pos());
                facts.add(
                        field.name().equals("evidence")
                                ? event.getEvidence().isPresent()
                                : Optional.ofNullable(value));
            }
            events.add(facts);
        }
    }
}
