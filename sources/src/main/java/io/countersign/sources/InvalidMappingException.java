package io.countersign.sources;

import java.io.IOException;

/// A mapping file that cannot be used. The message names file, place and what is expected.
public final class InvalidMappingException extends IOException {
    private static final long serialVersionUID = 1L;

    public InvalidMappingException(String where, String what) {
        super(where + ": " + what);
    }
}
