package io.countersign.topology;

import java.util.Arrays;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the last good policy: what can't be verified replaces nothing, and leaves a mark from
/// which the chain makes an incident.
final class KeepPolicy extends ContextualProcessor<String, byte[], Void, Void> {
    /// Key of the last good policy since this process started.
    static final String CURRENT = "current";

    /// Key of the policy record on its topic. At start Streams restores the topic into the store
    /// without asking this processor, so what stands under this key is not verified yet.
    static final String RESTORED = "policy";

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
        if (record.value() == null) {
            refuse(store, "POLICY_DELETED");
            return;
        }
        switch (verifier.verify(record.value())) {
            case PolicyVerifier.Outcome.Valid _ -> {
                if (!Arrays.equals(store.get(CURRENT), record.value())) {
                    store.put(CURRENT, record.value());
                }
                store.delete(REFUSED);
            }
            case PolicyVerifier.Outcome.Refused(String code) -> refuse(store, code);
        }
    }

    private static void refuse(KeyValueStore<String, byte[]> store, String code) {
        LOG.error("policy record refused, the last good policy stays in force: code={}", code);
        store.put(REFUSED, code.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
