package io.countersign.topology;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.Alert;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.Topics;
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
    static final String DETECT = "detect";
    static final String JOIN = "join";
    static final String ENTRY_INCIDENTS = "entry-incidents-to-chain";
    static final String WATCH_INCIDENTS = "watch-incidents-to-chain";
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
        chainSink(topology, parts, ENTRY_INCIDENTS, "route");

        // Read once for both.
        topology.addSource("watch", bytes, bytes, Topics.WATCH);
        topology.addProcessor("read-watch", () -> new ReadWatchNode(parts.schemas()), "watch");
        topology.addProcessor(
                DETECT, () -> new DetectNode(parts, policyChanges, promptCommit), "read-watch");
        for (String store : java.util.List.of(MEMORY, GROUPS, DAYS)) {
            topology.addStateStore(bytesStore(store), DETECT);
        }
        topology.addProcessor(
                JOIN, () -> new JoinNode(parts.policies(), policyChanges), "read-watch");
        topology.addStateStore(bytesStore(JOINS), JOIN);
        // The partition of an alert and of what is to be chained is that of the chain that it
        // concerns.
        topology.addSink(
                ALERTS,
                Topics.ALERT,
                new VoidSerializer(),
                parts.alertSerializer(),
                (String topic, Void key, Alert alert, int partitions) ->
                        partitionOf(alert.getCause().getChain()),
                DETECT);
        chainSink(topology, parts, CONTROL, DETECT, JOIN);
        // A sink of its own: one for both would make one sub-topology of the two.
        chainSink(topology, parts, WATCH_INCIDENTS, "read-watch");
        watchSink(topology, parts, FIRST_USES, DETECT);
        topology.addSink(
                RULE_DAYS,
                Topics.RULE_DAY,
                new StringSerializer(),
                parts.ruleDaySerializer(),
                (String topic, String key, RuleDay day, int partitions) ->
                        Optional.of(Set.of(day.getPartition())),
                DETECT);
        return topology;
    }

    private static void chainSink(
            Topology topology, AlertParts parts, String name, String... parents) {
        topology.addSink(
                name,
                Topics.CONTROL,
                new VoidSerializer(),
                parts.controlSerializer(),
                (String topic, Void key, ControlRecord record, int partitions) ->
                        Optional.of(Set.of(concerns(record))),
                parents);
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

    /// The partition of the chain that an alert or an amendment belongs to, or in which a record
    /// lies that is none.
    private static int concerns(ControlRecord record) {
        return record.getAlert()
                .map(alert -> alert.getCauses().getFirst().getChain())
                .or(() -> record.getAmendment().map(one -> one.getOriginal().getChain()))
                .map(chain -> ChainId.parse(chain).partition())
                .or(() ->
                        record.getIncident()
                                .flatMap(IncidentEntry::getInput)
                                .map(Coordinates::getPartition))
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
