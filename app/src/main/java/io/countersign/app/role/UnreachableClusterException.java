package io.countersign.app.role;

/// There is no cluster to ask, or none that Countersign has run on; the message says which and what
/// to do.
public final class UnreachableClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreachableClusterException(String message) {
        super(message);
    }
}
