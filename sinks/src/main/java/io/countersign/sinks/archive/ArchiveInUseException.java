package io.countersign.sinks.archive;

import java.io.IOException;

/// Another process, or another thread of this one, writes to the archive.
public final class ArchiveInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    ArchiveInUseException() {
        super("the archive is being written to by somebody else");
    }
}
