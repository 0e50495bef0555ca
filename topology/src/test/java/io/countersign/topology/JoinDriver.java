package io.countersign.topology;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Agreement;
import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.HostRole;
import io.countersign.detectors.destination.IdKind;
import io.countersign.detectors.destination.PathTemplate;
import io.countersign.detectors.destination.Period;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.Service;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDeserializer;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The alert topology without a broker, for tests of what becomes an amendment. Its policy knows
/// one chat: the enterprise account of [#OURS] under a BAA, all others without.
final class JoinDriver implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
    static final String OURS = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";
    static final String FOREIGN = "9d1f3c52-6a7b-4e0d-8c2f-1b5e7a904d36";
    static final String SERVICE = "example.chat";

    private static final byte[] POLICY = "policy of the test".getBytes(StandardCharsets.UTF_8);
    private static final String CHAIN = "audit.entry.v1/0@1";
    private static final int WIRE_PREFIX_BYTES = 5;

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> entries;
    private final TestInputTopic<byte[], byte[]> control;
    private final TestOutputTopic<byte[], ControlRecord> controlOut;
    private final AvroSerializer<AuditEntry> serializer =
            new AvroSerializer<>(AuditEntry.class, BundledSchemas.get());
    private final AvroSerializer<ControlRecord> controlSerializer =
            new AvroSerializer<>(ControlRecord.class, BundledSchemas.get());
    private long seq;

    JoinDriver(Path directory) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        AlertParts parts =
                new AlertParts(
                        1,
                        JoinDriver::verify,
                        BundledSchemas.get(),
                        new AvroSerializer<>(
                                io.countersign.schemas.Alert.class, BundledSchemas.get()),
                        controlSerializer,
                        new AvroSerializer<>(
                                io.countersign.schemas.WatchedEvent.class, BundledSchemas.get()),
                        new AvroSerializer<>(
                                io.countersign.schemas.RuleDay.class, BundledSchemas.get()));
        driver = new TopologyTestDriver(AlertTopology.build(parts), properties, START);
        driver.createInputTopic(Topics.POLICY, new StringSerializer(), new ByteArraySerializer())
                .pipeInput("policy", POLICY);
        entries =
                driver.createInputTopic(
                        Topics.AUDIT_ENTRY, new ByteArraySerializer(), new ByteArraySerializer());
        control =
                driver.createInputTopic(
                        Topics.CONTROL, new ByteArraySerializer(), new ByteArraySerializer());
        controlOut =
                driver.createOutputTopic(
                        Topics.CONTROL,
                        new ByteArrayDeserializer(),
                        new AvroDeserializer<>(ControlRecord.class, BundledSchemas.get()));
    }

    /// Another instance that takes over what the stores hold.
    JoinDriver restarted(Path directory) {
        Map<String, byte[]> kept = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> one = all.next();
                kept.put(one.key, one.value);
            }
        }
        close();
        JoinDriver next = new JoinDriver(directory);
        next.seq = seq;
        kept.forEach(next.store()::put);
        return next;
    }

    KeyValueStore<String, byte[]> store() {
        return driver.getKeyValueStore(AlertTopology.JOINS);
    }

    private static PolicyVerifier.Outcome verify(byte[] signed) {
        return new PolicyVerifier.Outcome.Valid(policy());
    }

    static PolicyInForce policy() {
        List<Service> services = List.of(service());
        Register register =
                Register.of(
                        services,
                        List.of(
                                new Agreement(
                                        "chat-enterprise",
                                        Set.of(SERVICE),
                                        "enterprise",
                                        Agreement.Party.SITE,
                                        Optional.of(Instant.parse("2026-01-15T00:00:00Z")),
                                        new Period(
                                                Instant.parse("2026-01-15T00:00:00Z"), Instant.MAX),
                                        Optional.empty(),
                                        List.of(new Agreement.RegisteredId(IdKind.ORG, OURS)),
                                        false,
                                        Optional.empty(),
                                        Set.of())),
                        true,
                        Set.of(),
                        Set.of("example.org"));
        return new PolicyInForce(
                new Hash(Arrays.copyOf(POLICY, 32)),
                new Policy("1", new Catalogue(services, register), register));
    }

    static Service service() {
        return new Service(
                SERVICE,
                "Example",
                "Chat",
                false,
                List.of(
                        new Service.HostRule(
                                Service.HostMatch.EXACT, "chat.example.org", HostRole.CHAT, false)),
                List.of(),
                List.of(
                        new Service.PathRule(
                                PathTemplate.parse("/action"),
                                Set.of(),
                                Set.of(),
                                Activity.ACTION,
                                Optional.empty(),
                                OptionalLong.of(8_000),
                                false,
                                Period.ALWAYS)),
                List.of(
                        rule("ORG_ID", "ORG_IN_PATH", Likelihood.VERY_LIKELY),
                        rule("TENANT_RESTRICTION", "RESTRICTED_TO_ORG", Likelihood.VERY_LIKELY),
                        rule("ORG_COOKIE", "ORG_IN_COOKIE", Likelihood.LIKELY)),
                List.of(
                        terms("enterprise", false, Service.Offer.POSSIBLE),
                        terms("free", true, Service.Offer.NEVER)),
                List.of(),
                List.of());
    }

    private static Service.AccountRule rule(String hint, String kind, Likelihood likelihood) {
        return new Service.AccountRule(
                new Service.Place.InHint(hint), kind, IdKind.ORG, likelihood, false);
    }

    private static Service.Terms terms(String plan, boolean personal, Service.Offer offer) {
        return new Service.Terms(
                plan,
                personal,
                offer,
                List.of(),
                "",
                new Service.Recipient(Service.Training.UNKNOWN, "", ""),
                "test",
                Service.Mark.VENDOR,
                Period.ALWAYS);
    }

    static AccountEvidence inPath(String org) {
        return evidence("ORG_IN_PATH", org, io.countersign.schemas.Likelihood.VERY_LIKELY);
    }

    static AccountEvidence inCookie(String org) {
        return evidence("ORG_IN_COOKIE", org, io.countersign.schemas.Likelihood.LIKELY);
    }

    static AccountEvidence restrictedTo(String org) {
        return evidence("RESTRICTED_TO_ORG", org, io.countersign.schemas.Likelihood.VERY_LIKELY);
    }

    private static AccountEvidence evidence(
            String kind, String org, io.countersign.schemas.Likelihood confidence) {
        return new AccountEvidence(kind, org, confidence, false);
    }

    /// @return where the entry lies
    EntryRef entry(EventEntry event) {
        return chain(builder(EntryKind.EVENT, event).setEvent(event).build());
    }

    /// An amendment as it comes back from the chain.
    void amended(AmendmentEntry amendment) {
        chain(builder(EntryKind.AMENDMENT, amendment.getRevised()).setAmendment(amendment).build());
    }

    private AuditEntry.Builder builder(EntryKind kind, EventEntry event) {
        return AuditEntry.newBuilder()
                .setKind(kind)
                .setChain(CHAIN)
                .setSeq(seq++)
                .setPrev(new Hash(new byte[32]))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(event.getTimeMillis());
    }

    private EntryRef chain(AuditEntry entry) {
        byte[] wire =
                java.util.Objects.requireNonNull(serializer.serialize(Topics.AUDIT_ENTRY, entry));
        entries.pipeInput(null, wire, entry.getTimeMillis());
        byte[] body = Arrays.copyOfRange(wire, WIRE_PREFIX_BYTES, wire.length);
        return new EntryRef(
                CHAIN, entry.getSeq(), LeafHash.of(EntryCodec.leaf(EntryCodec.FINGERPRINT, body)));
    }

    void tick(Instant now) {
        control.pipeInput(
                null,
                controlSerializer.serialize(
                        Topics.CONTROL,
                        ControlRecord.newBuilder()
                                .setKind(ControlKind.TICK)
                                .setOrigin("ledger")
                                .setTimeMillis(now.toEpochMilli())
                                .build()),
                now);
    }

    /// The amendments since the last call.
    List<AmendmentEntry> amendments() {
        return controlOut.readValuesToList().stream()
                .flatMap(record -> record.getAmendment().stream())
                .toList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
