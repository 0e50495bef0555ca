package io.countersign.app.patients;

import java.io.IOException;
import java.nio.file.Path;

/// A patient index that was named and cannot be used. The message names the file and quotes nothing
/// of it.
public final class UnusablePatientIndexException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnusablePatientIndexException(Path file, String reason) {
        super("The patient index " + file + " cannot be used: " + reason);
    }
}
