package io.countersign.audit.merkle;

/// What checking a proof gave.
public sealed interface ProofVerdict {
    /// The proof holds.
    record Valid() implements ProofVerdict {}

    /// The proof cannot be one for its index and sizes, whatever the hashes are.
    record Malformed(ProofFault fault) implements ProofVerdict {}

    /// The proof has the right shape and leads to another root than the one that was to be shown.
    record RootMismatch(Sha256 computed, Sha256 expected) implements ProofVerdict {}

    /// True for [Valid] only.
    default boolean isValid() {
        return this instanceof Valid;
    }
}
