package io.countersign.audit.note;

import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/// Signature type 06: pure ML-DSA-44 (FIPS 204, empty context) over a time, the key's name and the
/// checkpoint's origin, size and root. Witnesses cosign with it, and a log may sign its own
/// checkpoints.
final class MlDsa44CosignatureVerifier implements NoteVerifier {
    static final int PUBLIC_KEY_BYTES = 1312;
    static final int SIGNATURE_BYTES = 2420;

    private final VerifierKey key;
    private final MLDSAPublicKeyParameters publicKey;

    MlDsa44CosignatureVerifier(VerifierKey key) throws MalformedNoteException {
        byte[] encoded = key.publicKey();
        if (encoded.length != PUBLIC_KEY_BYTES) {
            throw new MalformedNoteException("an ML-DSA-44 public key has 1312 bytes");
        }
        this.key = key;
        this.publicKey = new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, encoded);
    }

    @Override
    public VerifierKey verifierKey() {
        return key;
    }

    @Override
    public boolean verify(byte[] text, byte[] signature) {
        Optional<Cosignature> cosignature = Cosignature.parse(signature, SIGNATURE_BYTES);
        if (cosignature.isEmpty()) {
            return false;
        }
        byte[] message;
        try {
            message = Cosignature.mlDsa44Message(key.name(), cosignature.get().seconds(), text);
        } catch (MalformedNoteException _noCheckpoint) {
            return false;
        }
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, publicKey);
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(cosignature.get().signatureBytes());
    }
}
