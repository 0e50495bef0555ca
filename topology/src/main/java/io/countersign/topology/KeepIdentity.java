package io.countersign.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the last good part of the directory of people under each key: what can't be verified, what
/// is older and a deletion replace nothing. At start Streams hands it the whole topic again, in
/// which the [KeptCopy] of a part may be all that compaction left of the last good one.
final class KeepIdentity extends ContextualProcessor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepIdentity.class);

    private final IdentityVerifier verifier;
    private final PolicyChanges changes;

    KeepIdentity(IdentityVerifier verifier, PolicyChanges changes) {
        this.verifier = verifier;
        this.changes = changes;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        KeyValueStore<String, byte[]> store = context().getStateStore(AuditTopology.IDENTITY);
        if (record.key() == null || record.value() == null) {
            refuse("IDENTITY_DELETED");
            return;
        }
        String key = KeptCopy.original(record.key()).orElse(record.key());
        boolean copy = !key.equals(record.key());
        switch (verifier.verify(key, record.value())) {
            case IdentityVerifier.Outcome.Refused(String code) -> refuse(code);
            case IdentityVerifier.Outcome.Valid valid -> {
                long loaded = valid.part().loadedMillis();
                long known = loadedMillis(store, key);
                if (copy && loaded <= known) {
                    return;
                }
                if (loaded < known) {
                    refuse("IDENTITY_OLDER");
                    return;
                }
                store.put(key, record.value());
                changes.note();
            }
        }
    }

    private long loadedMillis(KeyValueStore<String, byte[]> store, String key) {
        byte[] stored = store.get(key);
        return stored != null
                        && verifier.verify(key, stored)
                                instanceof IdentityVerifier.Outcome.Valid known
                ? known.part().loadedMillis()
                : Long.MIN_VALUE;
    }

    private static void refuse(String code) {
        LOG.error(
                "part of the directory of people refused, the last good one stays: code={}", code);
    }
}
