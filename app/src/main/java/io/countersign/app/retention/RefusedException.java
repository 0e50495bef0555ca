package io.countersign.app.retention;

/// Why nothing was destroyed or opened, in a sentence with the way out; without PHI and secrets.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String sentence) {
        super(sentence);
    }
}
