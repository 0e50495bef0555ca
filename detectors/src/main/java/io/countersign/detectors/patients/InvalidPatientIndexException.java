package io.countersign.detectors.patients;

/// The bytes are no patient index, or none of this key. The message tells what is wrong and quotes
/// nothing.
public final class InvalidPatientIndexException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidPatientIndexException(String message) {
        super(message);
    }
}
