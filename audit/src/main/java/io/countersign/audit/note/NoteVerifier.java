package io.countersign.audit.note;

/// Checks signature lines of one key.
public interface NoteVerifier {
    VerifierKey verifierKey();

    /// True if `signature` (what follows the key id in the line) is by this key over the note's
    /// text. False for anything else, whatever its length or form.
    boolean verify(byte[] text, byte[] signature);

    /// A verifier for a key of type [KeyType#ED25519]; other types are refused with
    /// [MalformedNoteException].
    static NoteVerifier of(VerifierKey key) throws MalformedNoteException {
        if (key.is(KeyType.ED25519)) {
            return new Ed25519NoteVerifier(key);
        }
        throw new MalformedNoteException("no verifier for the signature type of this vkey");
    }
}
