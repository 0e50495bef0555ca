package io.countersign.app.patients;

/// The file is no export of patients. The message quotes nothing of it.
public final class UnreadableExportException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableExportException(String message) {
        super(message);
    }
}
