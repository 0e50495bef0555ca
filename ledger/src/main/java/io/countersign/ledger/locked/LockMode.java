package io.countersign.ledger.locked;

/// How a store locks an object, by S3's words.
public enum LockMode {
    /// Nobody, the owner of the account included, deletes it or shortens the lock.
    COMPLIANCE,
    /// Who has a permission of its own may.
    GOVERNANCE
}
