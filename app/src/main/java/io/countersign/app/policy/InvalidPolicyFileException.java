package io.countersign.app.policy;

/// A policy file does not fit its format. The message begins with the file and the path in it, such
/// as `baa.yaml: agreements[2].valid_from: not a day (2026-12-31)`.
public final class InvalidPolicyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidPolicyFileException(String where, String what) {
        super(where + ": " + what);
    }
}
