package io.countersign.topology;

import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Topics;
import io.countersign.topology.chain.ChainedEntry;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The audit topology: every raw record to a chained entry or to a counted line of a tally.
///
/// One sub-topology without a repartition: a record, its entry and its evidence keep their
/// partition all the way, so that offsets, entries and chain state commit in one transaction. A
/// pure function of its parts; it reads nothing else.
public final class AuditTopology {
    public static final String CHAIN_STATE = "chain-state";
    public static final String SOURCE_SEQ = "source-seq";
    public static final String POLICY = "policy";
    public static final String IDENTITY = "identity";

    /// The topics that this topology reads. Their partition counts and that of the entry topic must
    /// be equal.
    public static final List<String> INPUTS =
            List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW, Topics.CONTROL);

    private AuditTopology() {}

    public static Topology build(AuditParts parts) {
        Topology topology = new Topology();
        PolicyChanges policyChanges = new PolicyChanges();
        PromptCommit promptCommit = new PromptCommit();
        PolicyChanges identityChanges = new PolicyChanges();
        PeopleInUse people = new PeopleInUse(parts.identities(), identityChanges);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();

        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(POLICY),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled(),
                "policy-topic",
                Serdes.String().deserializer(),
                bytes,
                Topics.POLICY,
                "keep-policy",
                () -> new KeepPolicy(parts.policies(), policyChanges));

        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(IDENTITY),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled(),
                "identity-topic",
                Serdes.String().deserializer(),
                bytes,
                Topics.IDENTITY,
                "keep-identity",
                () -> new KeepIdentity(parts.identities(), identityChanges));

        topology.addSource("raw", bytes, bytes, Topics.PROXY_RAW, Topics.PROMPT_RAW);
        topology.addSource("control", bytes, bytes, Topics.CONTROL);

        topology.addProcessor("intake", () -> new IntakeNode(parts), "raw");
        topology.addProcessor(
                "locate", () -> new LocateNode(parts.policies(), policyChanges, people), "intake");
        topology.addProcessor("inspect", () -> new InspectNode(parts), "locate");
        topology.addProcessor("judge", JudgeNode::new, "inspect");
        topology.addProcessor(
                "read-control", () -> new ReadControlNode(parts.schemas()), "control");
        topology.addProcessor(
                "chain",
                () -> new ChainNode(parts, policyChanges, promptCommit),
                "judge",
                "read-control");

        topology.addStateStore(bytesStore(SOURCE_SEQ), "intake");
        topology.addStateStore(chainStore(), "chain");

        StreamPartitioner<Void, ChainedEntry> entryPartition =
                (topic, key, entry, partitions) ->
                        java.util.Optional.of(java.util.Set.of(entry.partition()));
        topology.addSink(
                ChainNode.ENTRIES,
                Topics.AUDIT_ENTRY,
                new VoidSerializer(),
                (topic, entry) -> entry.wire(),
                entryPartition,
                "chain");
        StreamPartitioner<Void, EvidenceEnvelope> evidencePartition =
                (topic, key, envelope, partitions) ->
                        java.util.Optional.of(
                                java.util.Set.of(
                                        io.countersign.audit.chain.ChainId.parse(
                                                        envelope.getChain())
                                                .partition()));
        topology.addSink(
                ChainNode.EVIDENCE,
                Topics.EVIDENCE,
                new VoidSerializer(),
                parts.evidenceSerializer(),
                evidencePartition,
                "chain");
        return topology;
    }

    private static StoreBuilder<KeyValueStore<Integer, byte[]>> chainStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(CHAIN_STATE),
                        Serdes.Integer(),
                        Serdes.ByteArray())
                .withCachingEnabled();
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> bytesStore(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled();
    }
}
