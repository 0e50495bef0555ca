package io.countersign.ledger.locked;

import io.countersign.audit.merkle.Sha256;
import java.util.List;
import java.util.Optional;

/// What a pass of the keeper is about.
///
/// @param logs of all years, the oldest first
/// @param documents that belong to the record besides
/// @param holds in force, and those that ended
/// @param evidence where it lies; empty: it is not kept
/// @param policyInForce as [#policy(Sha256)] names it; empty where nobody knows now
public record ToKeep(
        List<LogToKeep> logs,
        List<Document> documents,
        List<LegalHold> holds,
        Optional<EvidenceSource> evidence,
        Optional<String> policyInForce) {
    public ToKeep {
        logs = List.copyOf(logs);
        documents = List.copyOf(documents);
        holds = List.copyOf(holds);
    }

    /// How the manifest names what is kept for a policy.
    ///
    /// @param policy SHA-256 of its bytes, as its entries name it
    public static String policy(Sha256 policy) {
        return "policy:" + policy.hex();
    }
}
