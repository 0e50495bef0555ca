package io.countersign.topology;

import io.countersign.topology.SourceSequence.Relation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/// The sequences of one task's sources. What changed is put into the store at once, so that it
/// commits with the record that changed it; the sources that write are kept in memory beside it, so
/// that nothing is read back. Lives from one start of the task to the next: whatever a crash, an
/// aborted transaction or another owner did in between is in the store.
final class SourceSequences {
    /// The source that was silent longest goes first, and is read from the store again.
    static final int MAX_REMEMBERED = 1_024;

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, SourceSequence> remembered =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, SourceSequence> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    SourceSequences(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    Relation take(String sourceId, long seq, long payloadMark) {
        SourceSequence sequence = remembered.get(sourceId);
        if (sequence == null) {
            byte[] stored = store.get(sourceId);
            sequence = stored == null ? SourceSequence.first() : SourceSequence.of(stored);
            remembered.put(sourceId, sequence);
        }
        Relation relation = sequence.take(seq, payloadMark);
        if (relation == Relation.NEW) {
            store.put(sourceId, sequence.toBytes());
        }
        return relation;
    }
}
