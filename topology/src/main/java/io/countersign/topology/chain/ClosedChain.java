package io.countersign.topology.chain;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.CloseEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.InputStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A chain that `countersign recover` closed, and what its next generation takes from it.
///
/// @param id of the chain that ended
/// @param head its last entry, the `close`
/// @param close what that says
record ClosedChain(ChainId id, EntryRef head, CloseEntry close) {
    /// Empty where the partition's last entry closes nothing.
    ///
    /// @throws ChainIncident where that entry belongs to another partition
    static Optional<ClosedChain> of(ChainConfig config, int partition, ChainProbe.Last last) {
        return last.close()
                .map(close ->
                        new ClosedChain(
                                idOf(last, config.entryTopic(), partition),
                                new EntryRef(last.chain(), last.seq(), last.leafHash()),
                                close));
    }

    /// @throws ChainIncident where the entry belongs to another partition than it lies in
    static ChainId idOf(ChainProbe.Last last, String topic, int partition) {
        try {
            ChainId id = ChainId.parse(last.chain());
            if (id.topic().equals(topic) && id.partition() == partition) {
                return id;
            }
        } catch (IllegalArgumentException _none) {
            // As good as another partition's.
        }
        throw new ChainIncident(
                ChainIncident.Code.CHAIN_UNREADABLE,
                topic + "/" + partition + ": the partition ends with an entry of another chain");
    }

    /// The state may be what the damage left of the chain; one of a later generation says that
    /// entries after the `close` are gone.
    void requireNoSuccessor(Optional<ChainState> stored) {
        if (stored.isPresent() && stored.get().generation > id.generation()) {
            throw new ChainIncident(
                    ChainIncident.Code.CHAIN_STATE_AHEAD,
                    id
                            + ": the state's head is of generation "
                            + stored.get().generation
                            + ", the entry topic ends with the close of this one");
        }
    }

    /// The state in which the next generation begins.
    ChainState successor(ChainConfig config, Map<String, Long> logStartOffsets) {
        Map<String, Long> handedOver =
                close.getInputs().stream()
                        .filter(start -> start.getPartition() == id.partition())
                        .collect(
                                Collectors.toMap(
                                        InputStart::getTopic,
                                        InputStart::getOffset,
                                        (first, _) -> first));
        List<InputState> inputs = new ArrayList<>();
        for (String topic : config.inputTopics()) {
            long start = handedOver.getOrDefault(topic, logStartOffsets.getOrDefault(topic, 0L));
            inputs.add(new InputState(topic, id.partition(), start));
        }
        return new ChainState(id.generation() + 1, config.partitions(), inputs);
    }
}
