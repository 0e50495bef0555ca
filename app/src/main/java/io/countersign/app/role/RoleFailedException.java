package io.countersign.app.role;

/// A role can't start, or stopped by itself; the message has the incident's code where there is
/// one, places, and class names, and never content.
public final class RoleFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RoleFailedException(String message) {
        super(message);
    }
}
