package io.countersign.topology.chain;

import io.countersign.schemas.Incarnation;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/// Where a task keeps the state of its chain: one value under the partition's number.
public final class ChainStore {
    private final KeyValueStore<Integer, byte[]> store;
    private final int partition;

    public ChainStore(KeyValueStore<Integer, byte[]> store, int partition) {
        this.store = store;
        this.partition = partition;
    }

    /// @throws ChainIncident where going on could fork the chain
    public Chain resume(
            ChainConfig config,
            ChainProbe.Probed probed,
            Incarnation incarnation,
            Consumer<ChainedEntry> entries) {
        return Chain.resume(
                config,
                partition,
                Optional.ofNullable(store.get(partition)),
                probed,
                incarnation,
                entries);
    }

    public void save(Chain chain) {
        store.put(partition, chain.stateBytes());
    }
}
