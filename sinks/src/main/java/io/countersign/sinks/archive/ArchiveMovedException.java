package io.countersign.sinks.archive;

/// Another writer of the catalogue committed to the table first: nothing was committed here, or it
/// is not known. What the table has now has to be read before anything is tried again.
public final class ArchiveMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ArchiveMovedException(Throwable cause) {
        super("another writer of the archive was faster", cause);
    }
}
