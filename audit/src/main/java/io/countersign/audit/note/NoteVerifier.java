package io.countersign.audit.note;

/// Checks signature lines of one key.
public interface NoteVerifier {
    VerifierKey verifierKey();

    /// True if `signature` (what follows the key id in the line) is by this key over the note's
    /// text. False for anything else, whatever its length or form.
    boolean verify(byte[] text, byte[] signature);

    /// True for the types that [#of] knows.
    static boolean canCheck(VerifierKey key) {
        return key.is(KeyType.ED25519)
                || key.is(KeyType.ED25519_COSIGNATURE)
                || key.is(KeyType.ML_DSA_44_COSIGNATURE);
    }

    /// A verifier for a key of type [KeyType#ED25519], [KeyType#ED25519_COSIGNATURE] or
    /// [KeyType#ML_DSA_44_COSIGNATURE]; other types are refused with [MalformedNoteException].
    static NoteVerifier of(VerifierKey key) throws MalformedNoteException {
        if (key.is(KeyType.ED25519)) {
            return new Ed25519NoteVerifier(key);
        }
        if (key.is(KeyType.ED25519_COSIGNATURE)) {
            return new Ed25519CosignatureVerifier(key);
        }
        if (key.is(KeyType.ML_DSA_44_COSIGNATURE)) {
            return new MlDsa44CosignatureVerifier(key);
        }
        throw new MalformedNoteException("no verifier for the signature type of this vkey");
    }
}
