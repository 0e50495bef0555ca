package io.countersign.topology;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.Service;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.PolicyAlerting;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.serde.AvroDeserializer;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import io.countersign.topology.alerts.Alerting;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The alert topology without a broker, one partition. It takes events as entries of one chain.
final class AlertDriver implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-02T09:00:00Z");
    static final String CHAIN = "audit.entry.v1/0@1";

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> entries;
    private final TestInputTopic<byte[], byte[]> control;
    private final TestInputTopic<byte[], byte[]> watch;
    private final TestOutputTopic<byte[], Alert> alerts;
    private final TestOutputTopic<byte[], ControlRecord> chained;
    private final TestOutputTopic<String, RuleDay> ruleDays;
    private final AvroSerializer<ControlRecord> controls =
            new AvroSerializer<>(ControlRecord.class, BundledSchemas.get());
    private final EntryCodec codec = new EntryCodec();
    private final List<Alert> raised = new ArrayList<>();
    private final Map<String, RuleDay> days = new TreeMap<>();
    private Instant now = START;
    private long seq;
    private static final int WIRE_PREFIX_BYTES = 5;
    private byte[] last = {};

    AlertDriver(Path directory) {
        this(directory, new PolicyAlerting(List.of(), List.of(), List.of(), List.of(), null, null));
    }

    AlertDriver(Path directory, PolicyAlerting alerting) {
        this(directory, parts(1, alerting));
    }

    AlertDriver(Path directory, AlertParts parts) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "alert");
        driver = new TopologyTestDriver(AlertTopology.build(parts), properties, START);
        entries = input(Topics.AUDIT_ENTRY);
        control = input(Topics.CONTROL);
        watch = input(Topics.WATCH);
        driver.createInputTopic(Topics.POLICY, new StringSerializer(), new ByteArraySerializer())
                .pipeInput("policy", new byte[] {1});
        alerts =
                driver.createOutputTopic(
                        Topics.ALERT,
                        new ByteArrayDeserializer(),
                        new AvroDeserializer<>(Alert.class, BundledSchemas.get()));
        chained =
                driver.createOutputTopic(
                        Topics.CONTROL,
                        new ByteArrayDeserializer(),
                        new AvroDeserializer<>(ControlRecord.class, BundledSchemas.get()));
        ruleDays =
                driver.createOutputTopic(
                        Topics.RULE_DAY,
                        new StringDeserializer(),
                        new AvroDeserializer<>(RuleDay.class, BundledSchemas.get()));
    }

    /// The parts of a topology that judges by a policy of no services.
    static AlertParts parts(int partitions, PolicyAlerting alerting) {
        Register register = Register.of(List.of(), List.of(), true, Set.of(), Set.of());
        return parts(partitions, alerting, List.of(), register);
    }

    /// The parts of a topology that judges by these services and what the register says of them.
    static AlertParts parts(
            int partitions, PolicyAlerting alerting, List<Service> services, Register register) {
        PolicyInForce policy =
                new PolicyInForce(
                        new Hash(new byte[32]),
                        new Policy("1", new Catalogue(services, register), register),
                        Alerting.of(alerting));
        return new AlertParts(
                partitions,
                _ -> new PolicyVerifier.Outcome.Valid(policy),
                BundledSchemas.get(),
                new AvroSerializer<>(Alert.class, BundledSchemas.get()),
                new AvroSerializer<>(ControlRecord.class, BundledSchemas.get()),
                new AvroSerializer<>(WatchedEvent.class, BundledSchemas.get()),
                new AvroSerializer<>(RuleDay.class, BundledSchemas.get()));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Another instance that takes over what is remembered.
    AlertDriver restarted(Path directory, AlertParts parts) {
        Map<String, byte[]> kept = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> all = memory().all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> one = all.next();
                kept.put(one.key, one.value);
            }
        }
        close();
        AlertDriver next = new AlertDriver(directory, parts);
        next.now = now;
        next.seq = seq;
        next.last = last;
        kept.forEach(next.memory()::put);
        return next;
    }

    private KeyValueStore<String, byte[]> memory() {
        return driver.getKeyValueStore(AlertTopology.MEMORY);
    }

    Instant now() {
        return now;
    }

    AlertDriver after(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    AlertDriver until(Instant instant) {
        now = instant;
        return this;
    }

    AlertDriver happens(Happening happening) {
        return chain(builder(EntryKind.EVENT).setEvent(happening.entry(now)).build());
    }

    /// The same so many times, a minute apart.
    AlertDriver happens(int times, Happening happening) {
        for (int i = 0; i < times; i++) {
            happens(happening);
            after(Duration.ofMinutes(1));
        }
        return this;
    }

    AlertDriver reviewed(ReviewEntry review) {
        return chain(builder(EntryKind.REVIEW).setReview(review).build());
    }

    AlertDriver amended(AmendmentEntry amendment) {
        return chain(builder(EntryKind.AMENDMENT).setAmendment(amendment).build());
    }

    /// A fortnight in which somebody else did something harmless each day, so that nothing is
    /// LEARNING.
    AlertDriver fortnight(Happening each) {
        for (int day = 0; day < 14; day++) {
            happens(each);
            after(Duration.ofDays(1));
        }
        return this;
    }

    /// The last entry comes a second time.
    AlertDriver again() {
        entries.pipeInput(new TestRecord<>(null, last, now));
        return this;
    }

    /// Bytes that are no record, on a topic that the alert topology reads.
    AlertDriver garbage(String topic, byte @Nullable [] bytes) {
        TestInputTopic<byte[], byte[]> input =
                switch (topic) {
                    case Topics.CONTROL -> control;
                    case Topics.AUDIT_ENTRY -> entries;
                    case Topics.WATCH -> watch;
                    default -> throw new IllegalArgumentException(topic);
                };
        input.pipeInput(null, bytes, now);
        return this;
    }

    /// Records that the topology could not read, by the metric of all its tasks.
    double unreadable() {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("unreadable-total"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }

    AlertDriver tick() {
        control.pipeInput(
                new TestRecord<>(
                        null,
                        controls.serialize(
                                Topics.CONTROL,
                                ControlRecord.newBuilder()
                                        .setKind(ControlKind.TICK)
                                        .setOrigin("ledger")
                                        .setTimeMillis(now.toEpochMilli())
                                        .build()),
                        now));
        return this;
    }

    private AuditEntry.Builder builder(EntryKind kind) {
        return AuditEntry.newBuilder()
                .setKind(kind)
                .setChain(CHAIN)
                .setSeq(seq++)
                .setPrev(new Hash(new byte[32]))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(now.toEpochMilli());
    }

    private AlertDriver chain(AuditEntry entry) {
        last = WireFormat.frame(BundledSchemas.get().id(AuditEntry.class), codec.body(entry));
        return again();
    }

    /// A reference to the last entry.
    EntryRef reference() {
        byte[] body = Arrays.copyOfRange(last, WIRE_PREFIX_BYTES, last.length);
        return new EntryRef(
                CHAIN, seq - 1, LeafHash.of(EntryCodec.leaf(EntryCodec.FINGERPRINT, body)));
    }

    /// All alerts so far.
    List<Alert> alerts() {
        raised.addAll(alerts.readValuesToList());
        return List.copyOf(raised);
    }

    List<String> classes() {
        return alerts().stream().map(Alert::getAlertClass).toList();
    }

    List<ControlRecord> chained() {
        return chained.readValuesToList();
    }

    /// What one rule did on all days.
    RuleDay ruleDay(String rule) {
        tick();
        ruleDays.readKeyValuesToList().forEach(row -> days.put(row.key, row.value));
        RuleDay.Builder sum =
                RuleDay.newBuilder().setRule(rule).setDay(0).setPartition(0).setReviews(List.of());
        for (RuleDay day : days.values()) {
            if (day.getRule().equals(rule)) {
                sum.setHits(sum.getHits() + day.getHits())
                        .setRaised(sum.getRaised() + day.getRaised())
                        .setDryRun(sum.getDryRun() + day.getDryRun())
                        .setMuted(sum.getMuted() + day.getMuted())
                        .setLearning(sum.getLearning() + day.getLearning())
                        .setLate(sum.getLate() + day.getLate());
                if (!day.getReviews().isEmpty()) {
                    sum.setReviews(day.getReviews());
                }
                day.getLearningUntilMillis().ifPresent(sum::setLearningUntilMillis);
            }
        }
        return sum.build();
    }

    @Override
    public void close() {
        driver.close();
    }
}
