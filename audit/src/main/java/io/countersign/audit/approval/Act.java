package io.countersign.audit.approval;

/// What needs two persons.
public enum Act {
    /// A quarter's evidence becomes unreadable for ever.
    SHRED,
    /// A hold no longer keeps evidence readable.
    RELEASE_HOLD,
    /// Names and addresses are read out of the identity vault.
    OPEN_VAULT,
    /// A case is decided: whether it was a breach.
    DECIDE_CASE,
    /// What the locked record has kept for its time is deleted.
    DISPOSE
}
