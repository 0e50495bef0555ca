package io.countersign.sources;

/// A mapping file that cannot be used. The message names file, place and what is expected.
public final class InvalidMappingException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidMappingException(String where, String what) {
        super(where + ": " + what);
    }
}
