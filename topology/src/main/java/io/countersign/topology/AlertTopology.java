package io.countersign.topology;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.Alert;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.apache.kafka.streams.Topology;

/// The alert topology: committed entries to alerts, for the sinks and back to the chain that they
/// came from. Each VIOLATION is an alert at once.
public final class AlertTopology {
    static final String ALERTS = "alerts";
    static final String CONTROL = "alerts-to-chain";

    private AlertTopology() {}

    public static Topology build(AlertParts parts) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Topology topology = new Topology();
        topology.addSource("audit-entries", bytes, bytes, Topics.AUDIT_ENTRY);
        topology.addProcessor("detect", () -> new DetectNode(parts.schemas()), "audit-entries");
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
                        partitionOf(
                                record.getAlert().orElseThrow().getCauses().getFirst().getChain()),
                "detect");
        return topology;
    }

    /// An alert belongs to the partition of the chain that it concerns.
    private static Optional<Set<Integer>> partitionOf(String chain) {
        return Optional.of(Set.of(ChainId.parse(chain).partition()));
    }
}
