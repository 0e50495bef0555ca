package io.countersign.topology;

import io.countersign.detectors.identity.People;
import io.countersign.detectors.identity.PeoplePart;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory of people as all tasks of one instance see it: read anew after a change, by the
/// first task that asks, for all of them. Serves any thread.
final class PeopleInUse {
    private static final Logger LOG = LoggerFactory.getLogger(PeopleInUse.class);

    /// A part as it was verified last, told from another by the array that the store holds.
    @SuppressWarnings("ArrayRecordComponent") // never compared by value
    private record Read(byte[] bytes, Optional<PeoplePart> part) {}

    /// The directory after so many changes.
    private record State(long changes, Optional<People> people) {}

    private final IdentityVerifier verifier;
    private final PolicyChanges changes;
    private final Map<String, Read> parts = new TreeMap<>();
    private volatile State state = new State(-1, Optional.empty());

    PeopleInUse(IdentityVerifier verifier, PolicyChanges changes) {
        this.verifier = verifier;
        this.changes = changes;
    }

    /// @param store the global store, the same whichever task asks
    /// @return empty where no directory was ever published
    Optional<People> current(ReadOnlyKeyValueStore<String, byte[]> store) {
        State known = state;
        return known.changes == changes.count() ? known.people : read(store);
    }

    private synchronized Optional<People> read(ReadOnlyKeyValueStore<String, byte[]> store) {
        long now = changes.count();
        if (state.changes == now) {
            return state.people;
        }
        try (KeyValueIterator<String, byte[]> stored = store.all()) {
            while (stored.hasNext()) {
                KeyValue<String, byte[]> next = stored.next();
                if (next.key.equals(KeepIdentity.REFUSED)) {
                    continue;
                }
                Read before = parts.get(next.key);
                if (before == null || before.bytes != next.value) {
                    parts.put(next.key, new Read(next.value, verified(next.key, next.value)));
                }
            }
        }
        Optional<People> people =
                parts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                People.of(
                                        parts.values().stream()
                                                .map(Read::part)
                                                .flatMap(Optional::stream)
                                                .toList()));
        state = new State(now, people);
        return people;
    }

    private Optional<PeoplePart> verified(String key, byte[] bytes) {
        return switch (verifier.verify(key, bytes)) {
            case IdentityVerifier.Outcome.Valid(PeoplePart part) -> Optional.of(part);
            case IdentityVerifier.Outcome.Refused(String code) -> {
                LOG.error("part of the directory of people refused at start: code={}", code);
                yield Optional.empty();
            }
        };
    }
}
