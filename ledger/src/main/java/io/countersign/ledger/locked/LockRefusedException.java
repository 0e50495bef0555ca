package io.countersign.ledger.locked;

import java.io.IOException;

/// The store did not do with a lock what it was asked for; the message names the object and the
/// difference.
public final class LockRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public LockRefusedException(String sentence) {
        super(sentence);
    }
}
