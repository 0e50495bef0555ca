package io.countersign.app.recovery;

/// Nothing may be recovered now; the message says why and the way out.
public final class RecoveryRefusedException extends RuntimeException {
    public RecoveryRefusedException(String message) {
        super(message);
    }
}
