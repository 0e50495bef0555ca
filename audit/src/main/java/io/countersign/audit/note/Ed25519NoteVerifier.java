package io.countersign.audit.note;

import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Signature type 01: pure Ed25519 (RFC 8032) over the note's text.
final class Ed25519NoteVerifier implements NoteVerifier {
    static final int SIGNATURE_BYTES = 64;

    private final VerifierKey key;
    private final Ed25519PublicKeyParameters publicKey;

    Ed25519NoteVerifier(VerifierKey key) throws MalformedNoteException {
        byte[] encoded = key.publicKey();
        if (encoded.length != Ed25519PublicKeyParameters.KEY_SIZE) {
            throw new MalformedNoteException("an Ed25519 public key has 32 bytes");
        }
        this.key = key;
        try {
            this.publicKey = new Ed25519PublicKeyParameters(encoded);
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("the 32 bytes are no Ed25519 public key");
        }
    }

    @Override
    public VerifierKey verifierKey() {
        return key;
    }

    @Override
    public boolean verify(byte[] text, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, publicKey);
        verifier.update(text, 0, text.length);
        return verifier.verifySignature(signature);
    }
}
