package io.countersign.audit.pack;

import java.io.Serial;

/// A file is no proof pack. The message says why, without quoting the file.
public final class MalformedPackException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    MalformedPackException(String message) {
        super(message);
    }
}
