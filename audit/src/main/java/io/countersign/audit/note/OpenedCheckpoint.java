package io.countersign.audit.note;

import java.util.Collection;
import java.util.List;

/// A checkpoint that one of the caller's Ed25519 keys, of the log's name, vouches for. Signatures
/// of trusted keys of other names or types, such as those of witnesses, stand beside the log's own
/// and do not replace it.
public record OpenedCheckpoint(Checkpoint checkpoint, VerifierKey signedBy) {
    /// Opens a note.
    ///
    /// @throws MalformedNoteException where the note is no checkpoint, or no trusted key of the
    ///   log's name signed it, or a line of a trusted key does not verify
    public static OpenedCheckpoint open(SignedNote note, Collection<? extends NoteVerifier> trusted)
            throws MalformedNoteException {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (note.open(trusted)
                instanceof NoteVerdict.Verified(String _text, List<VerifierKey> by)) {
            for (VerifierKey key : by) {
                if (isLogsOwn(key, checkpoint.origin())) {
                    return new OpenedCheckpoint(checkpoint, key);
                }
            }
        }
        throw new MalformedNoteException(
                "the checkpoint is not signed by a trusted key of the log's name");
    }

    /// True for a key that can vouch for checkpoints of that log: plain Ed25519, of the log's name.
    public static boolean isLogsOwn(VerifierKey key, String origin) {
        return key.is(KeyType.ED25519) && key.name().equals(origin);
    }
}
