package io.countersign.app.review;

/// A part of the log cannot be taken for review; the message says why.
public final class RefusedScopeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedScopeException(String message) {
        super(message);
    }
}
