package io.countersign.topology;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.WatchKey;
import io.countersign.schemas.WatchMemory;
import io.countersign.topology.alerts.Memory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/// The memories of one task's keys. What changed is put into the store with the record that changed
/// it; those in use are kept decoded beside it. Lives from one start of the task to the next.
final class Memories {
    /// The key that was silent longest goes first, and is read from the store again.
    static final int MAX_DECODED = 4_096;

    /// What the task as a whole has seen: by it a rule knows whether it is still learning.
    private static final String TASK = "task";

    private final AvroShelf<WatchMemory> shelf;
    private final Map<String, Memory> decoded =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Memory> eldest) {
                    return size() > MAX_DECODED;
                }
            };

    Memories(KeyValueStore<String, byte[]> store) {
        shelf = new AvroShelf<>(store, WatchMemory.class);
    }

    Memory of(WatchKey key) {
        return of(name(key));
    }

    Memory ofTask() {
        return of(TASK);
    }

    void keep(WatchKey key, Memory memory) {
        shelf.put(name(key), memory.stored());
    }

    void keepTask() {
        shelf.put(TASK, ofTask().stored());
    }

    /// The sources that this task hears of.
    List<WatchKey> sources() {
        String prefix = AboutKind.SOURCE.name() + ':';
        return shelf.keys(prefix, AboutKind.SOURCE.name() + (char) (':' + 1)).stream()
                .map(key -> new WatchKey(AboutKind.SOURCE, key.substring(prefix.length())))
                .toList();
    }

    private Memory of(String name) {
        Memory known = decoded.get(name);
        if (known == null) {
            known = shelf.get(name).map(Memory::of).orElseGet(Memory::new);
            decoded.put(name, known);
        }
        return known;
    }

    private static String name(WatchKey key) {
        return key.getKind().name() + ':' + key.getValue();
    }
}
