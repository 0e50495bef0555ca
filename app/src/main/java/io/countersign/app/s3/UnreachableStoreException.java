package io.countersign.app.s3;

/// A store that does not answer or refuses. The message names the bucket and the way out, no key.
public final class UnreachableStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreachableStoreException(String message) {
        super(message);
    }
}
