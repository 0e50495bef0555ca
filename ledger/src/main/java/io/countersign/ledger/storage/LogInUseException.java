package io.countersign.ledger.storage;

import java.io.IOException;
import java.nio.file.Path;

/// Another sealer holds the log.
public final class LogInUseException extends IOException {
    public LogInUseException(Path folder) {
        super("another sealer holds the log in " + folder);
    }
}
