package io.countersign.audit.note;

/// The bytes are no signed note, no checkpoint or no verifier key. The message says what was
/// expected and never repeats what was found.
public final class MalformedNoteException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedNoteException(String message) {
        super(message);
    }
}
