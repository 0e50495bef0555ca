package io.countersign.audit.note;

import java.util.List;

/// What opening a note with trusted keys gave.
public sealed interface NoteVerdict {
    /// The text is by these trusted keys, in the order of their lines.
    record Verified(String text, List<VerifierKey> by) implements NoteVerdict {
        public Verified {
            by = List.copyOf(by);
        }
    }

    /// A line names this trusted key and is not by it.
    record BadSignature(VerifierKey key) implements NoteVerdict {}

    /// No line names a trusted key.
    record NoTrustedSignature() implements NoteVerdict {}
}
