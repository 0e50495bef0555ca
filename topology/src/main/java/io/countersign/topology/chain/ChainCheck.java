package io.countersign.topology.chain;

import io.countersign.schemas.Incarnation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a task would find at its start, for those who ask without being one.
///
/// @param incident that would stop it; empty where it would go on
/// @param next the next offset of each input, by topic, as the state has it
public record ChainCheck(Optional<ChainIncident> incident, Map<String, Long> next) {
    private static final Incarnation NOBODY = new Incarnation(new byte[16]);

    public ChainCheck {
        next = Map.copyOf(next);
    }

    /// @param stored the value of the partition in the chain state's store, or the last one in its
    ///   changelog
    /// @throws IllegalArgumentException where that is of another version
    public static ChainCheck of(
            ChainConfig config, int partition, Optional<byte[]> stored, ChainProbe.Probed probed) {
        Map<String, Long> next = new HashMap<>();
        stored.map(ChainState::fromBytes)
                .ifPresent(
                        state -> state.inputs.forEach(input -> next.put(input.topic, input.next)));
        try {
            Chain.resume(
                    config,
                    partition,
                    stored,
                    probed,
                    NOBODY,
                    _entry -> {
                        throw new IllegalStateException("a check writes nothing");
                    });
            return new ChainCheck(Optional.empty(), next);
        } catch (ChainIncident incident) {
            return new ChainCheck(Optional.of(incident), next);
        }
    }
}
