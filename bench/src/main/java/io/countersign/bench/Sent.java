package io.countersign.bench;

import java.util.EnumMap;
import java.util.Map;

/// What was produced: the records of each class, and their bytes.
record Sent(Map<RecordClass, Long> records, long bytes) {
    Sent {
        records = Map.copyOf(records);
    }

    long of(RecordClass kind) {
        return records.getOrDefault(kind, 0L);
    }

    long count() {
        return records.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Counts while records are sent. Not thread-safe.
    static final class Counter {
        private final Map<RecordClass, Long> records = new EnumMap<>(RecordClass.class);
        private long bytes;

        void add(SourceRecord record) {
            records.merge(record.kind(), 1L, Long::sum);
            bytes += record.value().length;
        }

        Sent sent() {
            return new Sent(records, bytes);
        }
    }
}
