package io.countersign.ledger.storage;

import java.io.IOException;

/// An immutable object is there already with other bytes.
public final class ObjectDiffersException extends IOException {
    public ObjectDiffersException(String path) {
        super(path + " is there with other bytes");
    }
}
