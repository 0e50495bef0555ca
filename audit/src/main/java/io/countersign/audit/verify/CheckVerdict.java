package io.countersign.audit.verify;

/// How a check ended.
public enum CheckVerdict {
    PASSED,
    FAILED,
    /// It could not be made, or nobody asked for it: this says nothing in either direction.
    NOT_CHECKED
}
