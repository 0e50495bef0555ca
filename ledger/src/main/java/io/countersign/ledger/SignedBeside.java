package io.countersign.ledger;

import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.SignedNote;
import io.countersign.ledger.storage.ObjectDiffersException;
import io.countersign.ledger.storage.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How signed checkpoints beside the log are replaced: a line that was there stays. The sealer
/// keeps a checkpoint with its own lines and witnessing keeps it with cosignatures, in any order
/// and as often as a restart has them do it.
final class SignedBeside {
    private SignedBeside() {}

    /// What is kept of a size gets the lines of a note of the same text.
    static Revision keeping(SignedNote note) {
        return current ->
                current.isEmpty() ? Optional.of(note.encode()) : joined(current.get(), note);
    }

    /// The larger tree stays; of one tree all lines.
    static Revision newest(SignedNote note) {
        return current -> {
            if (current.isEmpty()) {
                return Optional.of(note.encode());
            }
            int order = size(parsed(current.get())).compareTo(size(note));
            if (order == 0) {
                return joined(current.get(), note);
            }
            return order < 0 ? Optional.of(note.encode()) : Optional.empty();
        };
    }

    /// @throws ObjectDiffersException where two trees of one size were signed: nothing is replaced
    private static Optional<byte[]> joined(byte[] current, SignedNote note) throws IOException {
        SignedNote there = parsed(current);
        if (!there.text().equals(note.text())) {
            throw new ObjectDiffersException(
                    "a checkpoint beside the log of size " + size(note).value());
        }
        List<NoteSignature> further = new ArrayList<>(note.signatures());
        // Whoever signed again by the same key says nothing new.
        further.removeIf(
                line -> there.signatures().stream().anyMatch(known -> isBySame(known, line)));
        return further.isEmpty() ? Optional.empty() : Optional.of(there.with(further).encode());
    }

    private static boolean isBySame(NoteSignature one, NoteSignature other) {
        return one.name().equals(other.name()) && one.keyId() == other.keyId();
    }

    private static SignedNote parsed(byte[] current) throws IOException {
        try {
            return SignedNote.parse(current);
        } catch (MalformedNoteException _none) {
            throw new ObjectDiffersException("a checkpoint beside the log");
        }
    }

    private static TreeSize size(SignedNote note) throws IOException {
        try {
            return Checkpoint.parse(note.text()).size();
        } catch (MalformedNoteException _none) {
            throw new ObjectDiffersException("a checkpoint beside the log");
        }
    }
}
