package io.countersign.topology;

import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the last good part of the directory of people under each key: what can't be verified, what
/// is older and a deletion replace nothing, and leave a mark from which the chain makes an
/// incident. At start Streams hands it the whole topic again, in which the [KeptCopy] of a part may
/// be all that compaction left of the last good one.
final class KeepIdentity extends ContextualProcessor<String, byte[], Void, Void> {
    /// Key of what was refused last, and not replaced by a good part since; no part has it.
    static final String REFUSED = "refused";

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
            refuse(store, Objects.requireNonNullElse(record.key(), ""), "IDENTITY_DELETED");
            return;
        }
        String key = KeptCopy.original(record.key()).orElse(record.key());
        boolean copy = !key.equals(record.key());
        switch (verifier.verify(key, record.value())) {
            case IdentityVerifier.Outcome.Refused(String code) -> {
                if (!copy) {
                    refuse(store, key, code);
                }
            }
            case IdentityVerifier.Outcome.Valid valid -> {
                long loaded = valid.part().loadedMillis();
                long known = loadedMillis(store, key);
                if (copy && loaded <= known) {
                    return;
                }
                if (loaded < known) {
                    refuse(store, key, "IDENTITY_OLDER");
                    return;
                }
                store.put(key, record.value());
                if (!copy) {
                    RefusedPart.of(store.get(REFUSED))
                            .filter(refused -> refused.key().equals(key))
                            .ifPresent(_good -> store.delete(REFUSED));
                }
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

    /// Leaves a mark from which the chain makes an incident.
    private void refuse(KeyValueStore<String, byte[]> store, String key, String code) {
        LOG.error(
                "part of the directory of people refused, the last good one stays: code={}", code);
        long offset = context().recordMetadata().map(RecordMetadata::offset).orElse(-1L);
        store.put(REFUSED, new RefusedPart(code, offset, key).bytes());
    }
}
