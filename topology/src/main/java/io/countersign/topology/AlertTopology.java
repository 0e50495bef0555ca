package io.countersign.topology;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.Alert;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.serde.AvroDeserializer;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The alert topology: committed entries to alerts, for the sinks and back to the chain that they
/// came from.
///
/// Two sub-topologies with one topic between them. `route` reads entries and ticks in their
/// partition and sends each entry to where the memory of its person and device is; `detect` holds
/// that memory and asks the rules. Ticks let time pass by a record, since what a clock alone causes
/// is not fenced. A pure function of its parts.
public final class AlertTopology {
    /// What is remembered of each person, device, service and so on.
    public static final String MEMORY = "memory";

    /// Groups of alerts that are open.
    public static final String GROUPS = "groups";

    /// Counts of days that are not over: exposures, and what each rule did.
    public static final String DAYS = "days";

    /// What may be joined with what comes later.
    public static final String JOINS = "joins";

    static final String ALERTS = "alerts";
    static final String CONTROL = "alerts-to-chain";
    static final String WATCH = "watch-out";
    static final String FIRST_USES = "first-uses";
    static final String RULE_DAYS = "rule-days";

    private AlertTopology() {}

    public static Topology build(AlertParts parts) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Topology topology = new Topology();
        PolicyChanges policyChanges = new PolicyChanges();
        PromptCommit promptCommit = new PromptCommit();
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(AuditTopology.POLICY),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled(),
                "policy-topic",
                Serdes.String().deserializer(),
                bytes,
                Topics.POLICY,
                "keep-policy",
                () -> new KeepPolicy(parts.policies(), policyChanges));

        topology.addSource("audit-entries", bytes, bytes, Topics.AUDIT_ENTRY);
        topology.addSource("ticks", bytes, bytes, Topics.CONTROL);
        topology.addProcessor(
                "route",
                () -> new RouteNode(parts.schemas(), parts.partitions(), promptCommit),
                "audit-entries",
                "ticks");
        watchSink(topology, parts, WATCH, "route");

        // Read once for both.
        topology.addSource(
                "watch",
                bytes,
                new AvroDeserializer<>(WatchedEvent.class, parts.schemas()),
                Topics.WATCH);
        topology.addProcessor(
                "detect", () -> new DetectNode(parts, policyChanges, promptCommit), "watch");
        for (String store : java.util.List.of(MEMORY, GROUPS, DAYS)) {
            topology.addStateStore(bytesStore(store), "detect");
        }
        topology.addProcessor("join", () -> new JoinNode(parts.policies(), policyChanges), "watch");
        topology.addStateStore(bytesStore(JOINS), "join");
        // The partition of an alert and of what is to be chained is that of the chain that it
        // concerns.
        topology.addSink(
                ALERTS,
                Topics.ALERT,
                new VoidSerializer(),
                parts.alertSerializer(),
                (String topic, Void key, Alert alert, int partitions) ->
                        partitionOf(alert.getCause().getChain()),
                "detect");
        topology.addSink(
                CONTROL,
                Topics.CONTROL,
                new VoidSerializer(),
                parts.controlSerializer(),
                (String topic, Void key, ControlRecord record, int partitions) ->
                        partitionOf(concerns(record)),
                "detect",
                "join");
        watchSink(topology, parts, FIRST_USES, "detect");
        topology.addSink(
                RULE_DAYS,
                Topics.RULE_DAY,
                new StringSerializer(),
                parts.ruleDaySerializer(),
                (String topic, String key, RuleDay day, int partitions) ->
                        Optional.of(Set.of(day.getPartition())),
                "detect");
        return topology;
    }

    private static void watchSink(Topology topology, AlertParts parts, String name, String parent) {
        topology.addSink(
                name,
                Topics.WATCH,
                new VoidSerializer(),
                (String topic, Routed routed) ->
                        parts.watchSerializer().serialize(topic, routed.event()),
                (String topic, Void key, Routed routed, int partitions) ->
                        Optional.of(Set.of(routed.partition())),
                parent);
    }

    /// The chain that an alert or an amendment belongs to.
    private static String concerns(ControlRecord record) {
        return record.getAlert()
                .map(alert -> alert.getCauses().getFirst().getChain())
                .or(() -> record.getAmendment().map(one -> one.getOriginal().getChain()))
                .orElseThrow();
    }

    private static Optional<Set<Integer>> partitionOf(String chain) {
        return Optional.of(Set.of(ChainId.parse(chain).partition()));
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> bytesStore(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled();
    }
}
