package io.countersign.audit.note;

/// The signature types of C2SP signed-note that this program knows by number.
public enum KeyType {
    /// Ed25519 over the note's text.
    ED25519(1),
    /// ECDSA over the note's text; its key id does not cover the name.
    ECDSA(2),
    /// Ed25519 over a time and the checkpoint: a witness's cosignature.
    ED25519_COSIGNATURE(4),
    /// ML-DSA-44 over a time and the checkpoint.
    ML_DSA_44_COSIGNATURE(6);

    private final byte number;

    KeyType(int number) {
        this.number = (byte) number;
    }

    /// The byte in front of the public key.
    public byte number() {
        return number;
    }
}
