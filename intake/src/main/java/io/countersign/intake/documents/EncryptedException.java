package io.countersign.intake.documents;

import java.io.IOException;

/// A document opens only with a password.
final class EncryptedException extends IOException {
    private static final long serialVersionUID = 1;

    EncryptedException() {
        super("encrypted");
    }
}
