package io.countersign.ledger.locked;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.Bundle;
import io.countersign.schemas.EntryKind;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// What of a bundle's entries bears on how long it is kept.
///
/// @param latest the time of the latest
/// @param policies that a chain takes up in one of them, as the manifest names them
record BundleFacts(Instant latest, Set<String> policies) {
    BundleFacts {
        policies = Set.copyOf(policies);
    }

    /// @param now what a leaf that is no entry counts as
    static BundleFacts of(Bundle bundle, Instant now) {
        long latest = Long.MIN_VALUE;
        Set<String> policies = new TreeSet<>();
        for (int i = 0; i < bundle.width(); i++) {
            byte[] leaf = bundle.entry(i);
            try {
                EntryHead head = EntryHead.ofAnyVersion(leaf);
                latest = Math.max(latest, head.timeMillis());
                if (head.kind() == EntryKind.POLICY) {
                    new EntryCodec()
                            .entry(leaf)
                            .getPolicy()
                            .ifPresent(policy ->
                                    policies.add(
                                            ToKeep.policy(
                                                    Sha256.copyOf(policy.getSha256().bytes()))));
                }
            } catch (MalformedEntryException _noEntry) {
                latest = Math.max(latest, now.toEpochMilli());
            }
        }
        return new BundleFacts(Instant.ofEpochMilli(latest), policies);
    }
}
