package io.countersign.schemas.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A bounded map of what was asked lately: the entry used longest ago goes first, and each lives
/// for a limited time. For any thread; a value may be fetched twice when two threads miss it at
/// once.
final class RecentEntries<K, V> {
    private record Kept<V>(V value, long bornNanos) {}

    private final long ttlNanos;
    private final LongSupplier nanoTime;
    private final Map<K, Kept<V>> entries;

    RecentEntries(int maxEntries, long ttlNanos, LongSupplier nanoTime) {
        this.ttlNanos = ttlNanos;
        this.nanoTime = nanoTime;
        this.entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
                        return size() > maxEntries;
                    }
                };
    }

    synchronized Optional<V> get(K key) {
        Kept<V> entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (nanoTime.getAsLong() - entry.bornNanos() >= ttlNanos) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    synchronized void put(K key, V value) {
        entries.put(key, new Kept<>(value, nanoTime.getAsLong()));
    }

    synchronized void remove(K key) {
        entries.remove(key);
    }

    synchronized int size() {
        return entries.size();
    }
}
