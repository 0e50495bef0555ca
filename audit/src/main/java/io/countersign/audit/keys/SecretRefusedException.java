package io.countersign.audit.keys;

import java.io.IOException;
import java.nio.file.Path;

/// A key file that must not be used; the message says which and why, and quotes nothing of its
/// content.
public final class SecretRefusedException extends IOException {
    public SecretRefusedException(Path file, String reason) {
        super("key file " + file + " " + reason);
    }
}
