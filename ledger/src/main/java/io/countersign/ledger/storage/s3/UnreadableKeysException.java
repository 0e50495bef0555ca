package io.countersign.ledger.storage.s3;

import java.nio.file.Path;

/// A file of keys that is not there or is none, such as one that is being written. The message
/// names the file, and nothing of what stands in it; there is no cause, which would.
public final class UnreadableKeysException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnreadableKeysException(Path file) {
        super(
                "the file of keys "
                        + file
                        + " is missing or cannot be read as one; check keys-file of s3 in the configuration");
    }
}
