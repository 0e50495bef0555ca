package io.countersign.audit.note;

import java.util.Optional;

/// Signature type 04: Ed25519 over a time and the checkpoint, a witness's cosignature.
final class Ed25519CosignatureVerifier implements NoteVerifier {
    private final VerifierKey key;
    private final Ed25519NoteVerifier plain;

    Ed25519CosignatureVerifier(VerifierKey key) throws MalformedNoteException {
        this.key = key;
        this.plain = new Ed25519NoteVerifier(key);
    }

    @Override
    public VerifierKey verifierKey() {
        return key;
    }

    @Override
    public boolean verify(byte[] text, byte[] signature) {
        Optional<Cosignature> cosignature =
                Cosignature.parse(signature, Ed25519NoteVerifier.SIGNATURE_BYTES);
        return cosignature.isPresent()
                && plain.verify(
                        Cosignature.ed25519Message(cosignature.get().seconds(), text),
                        cosignature.get().signatureBytes());
    }
}
