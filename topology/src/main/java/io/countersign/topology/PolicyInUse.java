package io.countersign.topology;

import io.countersign.topology.steps.PolicyInForce;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// The policy as one task sees it, decoded once for each change.
final class PolicyInUse {
    private final PolicyVerifier verifier;
    private final ReadOnlyKeyValueStore<String, byte[]> store;
    private final PolicyChanges changes;
    private byte @Nullable [] decoded;
    private @Nullable PolicyInForce current;
    private long changesSeen;

    PolicyInUse(PolicyVerifier verifier, PolicyChanges changes, ProcessorContext<?, ?> context) {
        this.verifier = verifier;
        this.changes = changes;
        this.store = context.getStateStore(AuditTopology.POLICY);
    }

    /// The policy, where a valid one was ever published.
    Optional<PolicyInForce> known() {
        boolean published =
                current != null
                        || store.get(KeepPolicy.CURRENT) != null
                        || store.get(KeepPolicy.KEPT) != null;
        return published ? Optional.of(current()) : Optional.empty();
    }

    /// @throws IllegalStateException where no valid policy was ever published: nobody can judge
    ///   without one
    PolicyInForce current() {
        long now = changes.count();
        PolicyInForce known = current;
        if (known != null && now == changesSeen) {
            return known;
        }
        PolicyInForce read = read(known);
        current = read;
        changesSeen = now;
        return read;
    }

    private PolicyInForce read(@Nullable PolicyInForce known) {
        byte[] bytes = store.get(KeepPolicy.CURRENT);
        if (bytes == null) {
            bytes = store.get(KeepPolicy.KEPT);
        }
        if (known != null && (bytes == null || bytes == decoded)) {
            return known;
        }
        if (bytes != null
                && verifier.verify(bytes)
                        instanceof PolicyVerifier.Outcome.Valid(PolicyInForce valid)) {
            decoded = bytes;
            return valid;
        }
        throw new IllegalStateException(
                "no valid policy on the policy topic: publish one, then start again");
    }

    /// As [#current()]; empty where no valid policy was ever published.
    Optional<PolicyInForce> published() {
        boolean some =
                current != null
                        || store.get(KeepPolicy.CURRENT) != null
                        || store.get(KeepPolicy.KEPT) != null;
        return some ? Optional.of(current()) : Optional.empty();
    }

    /// Why the latest record on the policy topic was refused.
    Optional<String> refused() {
        byte[] code = store.get(KeepPolicy.REFUSED);
        return code == null
                ? Optional.empty()
                : Optional.of(new String(code, StandardCharsets.US_ASCII));
    }
}
