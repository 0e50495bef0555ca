package io.countersign.forensics.archive;

import java.io.IOException;

/// A folder that holds no archive, or one that can't be read. The message names places only.
public final class UnreadableArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableArchiveException(String message) {
        super(message);
    }

    UnreadableArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
