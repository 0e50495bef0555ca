package io.countersign.audit.verify;

/// What the checks together say.
public enum Conclusion {
    /// Every check that can be made passed, with keys that came from elsewhere than the log.
    AUTHENTIC,
    /// The same, with the keys that lie beside the log: whoever forged the log could have put their
    /// own keys there.
    CONSISTENT,
    /// Nothing failed, but the verification was stopped or could not go to the end.
    INCOMPLETE,
    /// At least one check failed.
    FAILED
}
