package io.countersign.bench;

import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Keeps the last value that was put, under whatever key: a chain has one. What a chain never asks
/// for is refused.
public final class OneValueStore implements KeyValueStore<Integer, byte[]> {
    private byte @Nullable [] value;

    @Override
    public void put(Integer key, byte[] put) {
        value = put;
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's interface says null where there is none
    public byte[] get(Integer key) {
        return value;
    }

    @Override
    public byte[] putIfAbsent(Integer key, byte[] put) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(List<KeyValue<Integer, byte[]>> entries) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] delete(Integer key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyValueIterator<Integer, byte[]> range(Integer from, Integer to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KeyValueIterator<Integer, byte[]> all() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long approximateNumEntries() {
        return value == null ? 0 : 1;
    }

    @Override
    public String name() {
        return "one-value";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
