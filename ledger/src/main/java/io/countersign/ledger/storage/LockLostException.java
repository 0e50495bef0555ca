package io.countersign.ledger.storage;

import java.io.IOException;

/// The lock checkpoint is not the one that was expected: another sealer moved it.
public final class LockLostException extends IOException {
    public LockLostException() {
        super("the lock checkpoint was moved by another sealer");
    }
}
