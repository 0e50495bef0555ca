package io.countersign.sinks.archive;

import java.io.IOException;

/// Work on the archive could not be done; the message says why and quotes no entry.
public final class ArchiveFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ArchiveFailedException(String message) {
        super(message);
    }

    ArchiveFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
