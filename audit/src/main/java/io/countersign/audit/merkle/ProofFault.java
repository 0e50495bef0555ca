package io.countersign.audit.merkle;

/// Why a proof has the wrong shape.
public enum ProofFault {
    /// The leaf index is not below the tree size.
    INDEX_NOT_IN_TREE,
    /// The first size is larger than the second.
    SIZES_NOT_ASCENDING,
    /// Hashes are left over when the root is reached.
    SURPLUS_HASHES,
    /// The hashes end before the root is reached.
    MISSING_HASHES
}
