package io.countersign.topology;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.JoinMemory;
import io.countersign.schemas.WatchKey;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.WatchedKind;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.alerts.JoinState;
import io.countersign.topology.alerts.Joins;
import io.countersign.topology.alerts.WatchKeys;
import io.countersign.topology.steps.PolicyInForce;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Node `join`: what one entry leaves open and another one tells becomes an amendment, which is
/// chained and comes back to `detect` as an entry of its own.
final class JoinNode extends ContextualProcessor<byte[], WatchedEvent, Void, Object> {
    /// How often the store is looked through for memories that are over.
    static final long SWEEP_MILLIS = 6 * 60 * 60_000L;

    /// Who is at a device is noted again after so long.
    static final long PRESENT_MILLIS = 30 * 60_000L;

    static final int MAX_PRESENCES = 10_000;

    private record Presence(String device, String user) {}

    /// Policies that are kept beside the one in force, for entries which those judged.
    static final int MAX_POLICIES = 8;

    private final AvroDecoder<JoinMemory> memories;
    private final AvroSerializer<JoinMemory> serializer;
    private final PolicyVerifier verifier;
    private final PolicyChanges policyChanges;
    private final Map<Hash, PolicyInForce> policies =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Hash, PolicyInForce> eldest) {
                    return size() > MAX_POLICIES;
                }
            };
    private final Map<Presence, Long> presences =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Presence, Long> eldest) {
                    return size() > MAX_PRESENCES;
                }
            };
    private PolicyInUse policy;
    private KeyValueStore<String, byte[]> store;
    private long sweptMillis;

    JoinNode(PolicyVerifier verifier, PolicyChanges policyChanges) {
        this.memories = new AvroDecoder<>(JoinMemory.class, BundledSchemas.get());
        this.serializer = new AvroSerializer<>(JoinMemory.class, BundledSchemas.get());
        this.verifier = verifier;
        this.policyChanges = policyChanges;
    }

    @Override
    public void init(ProcessorContext<Void, Object> context) {
        super.init(context);
        policy = new PolicyInUse(verifier, policyChanges, context);
        store = context.getStateStore(AlertTopology.JOINS);
        // After an aborted transaction the store may not hold what was noted.
        presences.clear();
    }

    @Override
    public void process(Record<byte[], WatchedEvent> record) {
        WatchedEvent watched = record.value();
        if (watched.getKind() == WatchedKind.TICK) {
            sweep(watched.getTimeMillis());
        } else if (watched.getKind() == WatchedKind.EVENT) {
            event(watched, record.timestamp());
        } else if (watched.getKind() == WatchedKind.AMENDMENT) {
            amendment(watched, record.timestamp());
        }
    }

    /// What was learnt of an entry at one of its places the other one hears of by the amendment.
    private void amendment(WatchedEvent watched, long timestamp) {
        AmendmentEntry amendment = watched.getAmendment().orElseThrow();
        for (WatchKey place : Joins.places(amendment.getRevised())) {
            String key = key(place);
            byte[] stored = watched.getKeys().contains(place) ? store.get(key) : null;
            if (stored != null) {
                JoinState memory = new JoinState(memories.framed(stored));
                List<AmendmentEntry> amendments =
                        Joins.hear(memory, amendment, judgeOf(amendment.getRevised()));
                store.put(key, serializer.serialize(AlertTopology.JOINS, memory.stored()));
                send(amendments, timestamp);
            }
        }
    }

    private void event(WatchedEvent watched, long timestamp) {
        EventEntry event = watched.getEvent().orElseThrow();
        for (WatchKey place : Joins.places(event)) {
            if (watched.getKeys().contains(place)
                    && (Joins.concerns(event, place) || isNewcomer(place, event))) {
                note(place, watched.getEntry().orElseThrow(), event, timestamp);
            }
        }
    }

    private void note(WatchKey place, EntryRef entry, EventEntry event, long timestamp) {
        String key = key(place);
        byte[] stored = store.get(key);
        JoinState memory =
                stored == null ? new JoinState() : new JoinState(memories.framed(stored));
        List<AmendmentEntry> amendments = Joins.note(memory, place, entry, event, judgeOf(event));
        store.put(key, serializer.serialize(AlertTopology.JOINS, memory.stored()));
        send(amendments, timestamp);
    }

    private static String key(WatchKey place) {
        return place.getKind() + ":" + place.getValue();
    }

    private void send(List<AmendmentEntry> amendments, long timestamp) {
        for (AmendmentEntry amendment : amendments) {
            context()
                    .forward(
                            new Record<>(null, control(amendment, timestamp), timestamp),
                            AlertTopology.CONTROL);
        }
    }

    /// Whether the entry says that somebody is at a device of whom this was not said lately: most
    /// entries are part of no join, and need no look into the store.
    private boolean isNewcomer(WatchKey place, EventEntry event) {
        if (place.getKind() != AboutKind.DEVICE || WatchKeys.person(event).isEmpty()) {
            return false;
        }
        Presence presence =
                new Presence(
                        place.getValue(), WatchKeys.person(event).get().toLowerCase(Locale.ROOT));
        Long last = presences.get(presence);
        if (last != null && event.getTimeMillis() - last < PRESENT_MILLIS) {
            return false;
        }
        presences.put(presence, event.getTimeMillis());
        return true;
    }

    /// The policy that judged the entry where this task has seen it, else the one in force: the
    /// amendment names which it was.
    private PolicyInForce judgeOf(EventEntry event) {
        PolicyInForce current = policy.current();
        policies.put(current.sha256(), current);
        return policies.getOrDefault(event.getPolicy(), current);
    }

    private static ControlRecord control(AmendmentEntry amendment, long timestamp) {
        return ControlRecord.newBuilder()
                .setKind(ControlKind.AMENDMENT)
                .setOrigin("join")
                .setTimeMillis(timestamp)
                .setAmendment(amendment)
                .build();
    }

    private void sweep(long nowMillis) {
        if (nowMillis - sweptMillis < SWEEP_MILLIS) {
            return;
        }
        sweptMillis = nowMillis;
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> one = all.next();
                if (Joins.isForgotten(memories.framed(one.value), nowMillis)) {
                    store.delete(one.key);
                }
            }
        }
    }
}
