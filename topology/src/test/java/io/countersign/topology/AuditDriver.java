package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.PathTemplate;
import io.countersign.detectors.destination.Period;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.Service;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Hash;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroDeserializer;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.policy.IdentityReader;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.Protect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/// The audit topology without a broker, one partition, for tests of behaviour. It reads entries the
/// way a verifier does.
final class AuditDriver implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
    private static final byte[] POLICY = "policy of the test".getBytes(StandardCharsets.UTF_8);

    /// Another policy that is signed as it should be.
    static final byte[] NEXT_POLICY = "next policy of the test".getBytes(StandardCharsets.UTF_8);

    /// One that names a patient index, which is not there.
    static final byte[] POLICY_WITH_INDEX =
            "policy of the test that names an index".getBytes(StandardCharsets.UTF_8);

    private static final int WIRE_PREFIX_BYTES = 5;

    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<byte[], byte[]>> raw = new HashMap<>();
    private final TestInputTopic<String, byte[]> policies;
    private final TestInputTopic<String, byte[]> identities;
    private final TestOutputTopic<byte[], byte[]> entries;
    private final TestOutputTopic<byte[], EvidenceEnvelope> evidence;
    private final AvroSerializer<ControlRecord> control =
            new AvroSerializer<>(ControlRecord.class, BundledSchemas.get());
    private final List<AuditEntry> read = new ArrayList<>();
    private final List<byte[]> leaves = new ArrayList<>();
    private Instant now = START;

    AuditDriver(Path directory) {
        this(directory, new ChainProbe.Probed(Optional.empty(), Map.of()));
    }

    AuditDriver(Path directory, ChainProbe.Probed probed) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        driver =
                new TopologyTestDriver(
                        AuditTopology.build(parts(directory, probed)), properties, START);
        for (String topic : AuditTopology.INPUTS) {
            raw.put(
                    topic,
                    driver.createInputTopic(
                            topic, new ByteArraySerializer(), new ByteArraySerializer()));
        }
        policies =
                driver.createInputTopic(
                        Topics.POLICY, new StringSerializer(), new ByteArraySerializer());
        identities =
                driver.createInputTopic(
                        Topics.IDENTITY, new StringSerializer(), new ByteArraySerializer());
        entries =
                driver.createOutputTopic(
                        Topics.AUDIT_ENTRY,
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        evidence =
                driver.createOutputTopic(
                        Topics.EVIDENCE,
                        new ByteArrayDeserializer(),
                        new AvroDeserializer<>(EvidenceEnvelope.class, BundledSchemas.get()));
        policy(POLICY);
    }

    static AuditParts parts(Path directory, ChainProbe.Probed probed) {
        SecureRandom random = new SecureRandom();
        ChainConfig chain =
                new ChainConfig(
                        Topics.AUDIT_ENTRY,
                        1,
                        1,
                        AuditTopology.INPUTS,
                        BundledSchemas.get().id(AuditEntry.class),
                        "test",
                        new Hash(new byte[32]));
        return new AuditParts(
                chain,
                (entryTopic, partition, inputs) -> probed,
                AuditDriver::readPolicy,
                AuditDriver::readIdentity,
                BundledSchemas.get(),
                () -> protect(directory, random),
                () -> new Incarnation(random.generateSeed(16)),
                new AvroSerializer<>(EvidenceEnvelope.class, BundledSchemas.get()),
                java.util.Optional::empty,
                io.countersign.sources.InputFormats.builtIn());
    }

    private static Protect protect(Path directory, SecureRandom random) {
        try {
            return new Protect(
                    TokenKeys.loadOrCreate(directory.resolve("token.key"), random),
                    new EvidenceSealer(
                            EvidenceKeys.open(
                                    directory.resolve("evidence"),
                                    EvidenceKeys.Missing.CREATE,
                                    random),
                            random));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The bare part, where its key is right: who signs is tested with real signatures elsewhere.
    private static IdentityVerifier.Outcome readIdentity(String key, byte[] bare) {
        try {
            IdentityPart part =
                    new AvroDecoder<>(IdentityPart.class, BundledSchemas.get()).framed(bare);
            return part.getKey().equals(key)
                    ? new IdentityVerifier.Outcome.Valid(IdentityReader.read(part))
                    : new IdentityVerifier.Outcome.Refused("IDENTITY_MALFORMED");
        } catch (UndecodableRecordException _unreadable) {
            return new IdentityVerifier.Outcome.Refused("IDENTITY_UNREADABLE");
        }
    }

    private static PolicyVerifier.Outcome readPolicy(byte[] signed) {
        boolean first = Arrays.equals(signed, POLICY);
        boolean index = Arrays.equals(signed, POLICY_WITH_INDEX);
        if (!first && !index && !Arrays.equals(signed, NEXT_POLICY)) {
            return new PolicyVerifier.Outcome.Refused("POLICY_SIGNATURE_INVALID");
        }
        List<Service> services = List.of(chat());
        Register register = Register.of(services, List.of(), true, Set.of(), Set.of("example.org"));
        return new PolicyVerifier.Outcome.Valid(
                new PolicyInForce(
                        new Hash(Arrays.copyOf(signed, 32)),
                        new Policy(first ? "1" : "2", new Catalogue(services, register), register),
                        index ? Optional.of(new Hash(new byte[32])) : Optional.empty()));
    }

    /// A chat that no BAA can cover: everything that is sent to it and is PHI violates the policy.
    private static Service chat() {
        return new Service(
                "example.chat",
                "Example",
                "Chat",
                false,
                List.of(
                        new Service.HostRule(
                                Service.HostMatch.EXACT, "chat.example.org", HostRole.CHAT, false)),
                List.of(),
                List.of(path("/send", Activity.SEND), path("/read", Activity.READ)),
                List.of(),
                List.of(
                        new Service.Terms(
                                Service.ALL_PLANS,
                                false,
                                Service.Offer.NEVER,
                                List.of(),
                                "",
                                new Service.Recipient(Service.Training.UNKNOWN, "", ""),
                                "test",
                                Service.Mark.VENDOR,
                                Period.ALWAYS)),
                List.of(),
                List.of());
    }

    private static Service.PathRule path(String template, Activity activity) {
        return new Service.PathRule(
                PathTemplate.parse(template),
                Set.of(),
                Set.of(),
                activity,
                Optional.empty(),
                OptionalLong.empty(),
                false,
                Period.ALWAYS);
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    /// A line of an access log that sends a prompt, which such a line can't show.
    static String send() {
        return "1795338000.000    184 192.0.2.41 TCP_MISS/200 4021 POST https://chat.example.org/send mvale"
                + " HIER_DIRECT/203.0.113.20 application/json";
    }

    static String elsewhere() {
        return "1795338000.000    184 192.0.2.41 TCP_MISS/200 4021 GET https://www.example.net/ mvale"
                + " HIER_DIRECT/203.0.113.21 text/html";
    }

    void squid(String line) {
        pipe(Topics.PROXY_RAW, "squid", "", -1, line.getBytes(StandardCharsets.UTF_8));
    }

    void pipe(String topic, String format, String sourceId, long sourceSeq, byte[] value) {
        pipe(topic, format, sourceId, sourceSeq, value, noHeaders());
    }

    /// As [#pipe], brought in as history.
    void history(String topic, String format, String sourceId, long sourceSeq, byte[] value) {
        Headers headers = noHeaders();
        headers.add(RecordHeaders.HISTORY, "true".getBytes(StandardCharsets.UTF_8));
        pipe(topic, format, sourceId, sourceSeq, value, headers);
    }

    /// As [#pipe], with what is to prove that intake knew the source.
    void proved(
            String topic,
            String format,
            String sourceId,
            long sourceSeq,
            byte[] value,
            byte[] proof) {
        Headers headers = noHeaders();
        headers.add(RecordHeaders.SOURCE_PROOF, proof);
        pipe(topic, format, sourceId, sourceSeq, value, headers);
    }

    private static Headers noHeaders() {
        return new org.apache.kafka.common.header.internals.RecordHeaders();
    }

    private void pipe(
            String topic,
            String format,
            String sourceId,
            long sourceSeq,
            byte[] value,
            Headers headers) {
        headers.add(RecordHeaders.SOURCE_FORMAT, format.getBytes(StandardCharsets.UTF_8));
        if (!sourceId.isEmpty()) {
            headers.add(RecordHeaders.SOURCE_ID, sourceId.getBytes(StandardCharsets.UTF_8));
            headers.add(
                    RecordHeaders.SOURCE_SEQ,
                    Long.toString(sourceSeq).getBytes(StandardCharsets.UTF_8));
        }
        Objects.requireNonNull(raw.get(topic))
                .pipeInput(new TestRecord<>(null, value, headers, now));
    }

    void tick() {
        control(
                ControlRecord.newBuilder()
                        .setKind(ControlKind.TICK)
                        .setOrigin("ledger")
                        .setTimeMillis(now.toEpochMilli())
                        .build());
    }

    void control(ControlRecord record) {
        Objects.requireNonNull(raw.get(Topics.CONTROL))
                .pipeInput(new TestRecord<>(null, control.serialize(Topics.CONTROL, record), now));
    }

    void policy(byte[] signed) {
        policies.pipeInput("policy", signed);
    }

    /// A part under a key, which may not be its own.
    void identity(String key, IdentityPart part) {
        identities.pipeInput(
                key,
                new AvroSerializer<>(IdentityPart.class, BundledSchemas.get())
                        .serialize(Topics.IDENTITY, part));
    }

    /// The value of the one metric of that name.
    double metric(String name) {
        return driver.metrics().entrySet().stream()
                .filter(one -> one.getKey().name().equals(name))
                .mapToDouble(one -> (double) one.getValue().metricValue())
                .sum();
    }

    /// Names, groups and tags of all metrics.
    List<String> metricNames() {
        return driver.metrics().keySet().stream().map(MetricName::toString).toList();
    }

    void deleteIdentity(String key) {
        identities.pipeInput(key, null);
    }

    /// All entries so far.
    List<AuditEntry> entries() {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
        for (byte[] wire : entries.readValuesToList()) {
            read.add(decoder.framed(wire));
            leaves.add(
                    EntryCodec.leaf(
                            EntryCodec.FINGERPRINT,
                            wire,
                            WIRE_PREFIX_BYTES,
                            wire.length - WIRE_PREFIX_BYTES));
        }
        return read;
    }

    Hash leafHash(int index) {
        entries();
        return LeafHash.of(leaves.get(index));
    }

    byte[] leaf(int index) {
        entries();
        return leaves.get(index);
    }

    List<EvidenceEnvelope> evidence() {
        return evidence.readValuesToList();
    }

    @Override
    public void close() {
        driver.close();
    }

    /// The one event entry that a prompt to an unlisted service becomes; it keeps the grammar.
    static EventEntry onlyEvent(Path directory, String prompt) {
        String record =
                "{\"time\":\"2026-11-22T09:00:00Z\",\"user\":\"b.quinn\",\"host\":\"chat.example.org\",\"path\":\"/send\","
                        + "\"method\":\"POST\",\"prompt\":\""
                        + prompt
                        + "\"}";
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.pipe(
                    Topics.PROMPT_RAW,
                    "plain-json",
                    "",
                    -1,
                    record.getBytes(StandardCharsets.UTF_8));
            List<AuditEntry> events =
                    driver.entries().stream()
                            .filter(entry -> entry.getEvent().isPresent())
                            .toList();
            assertThat(events).hasSize(1);
            assertThat(EntryGrammar.faults(events.getFirst())).isEmpty();
            return events.getFirst().getEvent().orElseThrow();
        }
    }
}
