package io.countersign.audit.note;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/// Signs with an Ed25519 private key held in memory; the key files are those of
/// `io.countersign.audit.keys`.
public final class Ed25519NoteSigner implements SeededSigner {
    private final Ed25519PrivateKeyParameters privateKey;
    private final VerifierKey key;

    /// The seed is copied; the caller may then wipe it.
    public Ed25519NoteSigner(String name, byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        this.privateKey = new Ed25519PrivateKeyParameters(seed);
        this.key =
                new VerifierKey(name, KeyType.ED25519, privateKey.generatePublicKey().getEncoded());
    }

    /// A new key of the given name.
    public static Ed25519NoteSigner generate(String name, SecureRandom random) {
        return new Ed25519NoteSigner(name, new Ed25519PrivateKeyParameters(random).getEncoded());
    }

    @Override
    public VerifierKey verifierKey() {
        return key;
    }

    @Override
    public Ed25519NoteSigner named(String name) {
        return new Ed25519NoteSigner(name, privateKey.getEncoded());
    }

    @Override
    public byte[] sign(byte[] text) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, privateKey);
        signer.update(text, 0, text.length);
        return signer.generateSignature();
    }

    @Override
    public byte[] exposeSecretSeed() {
        return privateKey.getEncoded();
    }

    @Override
    public String toString() {
        return "Ed25519NoteSigner[" + key + "]";
    }
}
