package io.countersign.topology;

import java.util.Arrays;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the last good policy: what can't be verified replaces nothing, and leaves a mark from
/// which the chain makes an incident. At start Streams hands it the whole topic again, from which
/// compaction may have taken all but a bad record and the [KeptCopy] of the last good one.
final class KeepPolicy extends ContextualProcessor<String, byte[], Void, Void> {
    /// Key of the last good policy since this process started.
    static final String CURRENT = "current";

    /// Key of the last good copy; it counts where there is no [#CURRENT].
    static final String KEPT = "kept";

    /// Key of the code for which the latest record was refused; absent where it was not.
    static final String REFUSED = "refused";

    private static final Logger LOG = LoggerFactory.getLogger(KeepPolicy.class);

    private final PolicyVerifier verifier;

    private final PolicyChanges changes;

    KeepPolicy(PolicyVerifier verifier, PolicyChanges changes) {
        this.verifier = verifier;
        this.changes = changes;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        keep(record, context().getStateStore(AuditTopology.POLICY));
        changes.note();
    }

    private void keep(Record<String, byte[]> record, KeyValueStore<String, byte[]> store) {
        if (record.key() != null && KeptCopy.original(record.key()).isPresent()) {
            keepCopy(record.value(), store);
            return;
        }
        if (record.value() == null) {
            refuse(store, "POLICY_DELETED");
            return;
        }
        switch (verifier.verify(record.value())) {
            case PolicyVerifier.Outcome.Valid _ -> {
                if (!Arrays.equals(store.get(CURRENT), record.value())) {
                    store.put(CURRENT, record.value());
                }
                store.delete(KEPT);
                store.delete(REFUSED);
            }
            case PolicyVerifier.Outcome.Refused(String code) -> refuse(store, code);
        }
    }

    /// A bad copy is no incident: it takes nothing away, and a good record stands beside it.
    private void keepCopy(byte @Nullable [] copy, KeyValueStore<String, byte[]> store) {
        if (store.get(CURRENT) == null
                && copy != null
                && verifier.verify(copy) instanceof PolicyVerifier.Outcome.Valid) {
            store.put(KEPT, copy);
        }
    }

    private static void refuse(KeyValueStore<String, byte[]> store, String code) {
        LOG.error("policy record refused, the last good policy stays in force: code={}", code);
        store.put(REFUSED, code.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
