package io.countersign.audit.note;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/// Signs checkpoints with an ML-DSA-44 private key (FIPS 204) held in memory, as lines of type 06.
/// A text that is no checkpoint, or one with extension lines, is refused: the format has no room
/// for it.
public final class MlDsa44CheckpointSigner implements SeededSigner {
    private final byte[] seed;
    private final MLDSAPrivateKeyParameters privateKey;
    private final VerifierKey key;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /// @param seed FIPS 204's 32 bytes; copied, so that the caller may wipe them
    /// @param clock whose time each signature bears
    public MlDsa44CheckpointSigner(String name, byte[] seed, InstantSource clock) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "an ML-DSA-44 seed has 32 bytes, not " + seed.length);
        }
        this.seed = seed.clone();
        this.privateKey = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed.clone());
        this.key =
                new VerifierKey(
                        name,
                        KeyType.ML_DSA_44_COSIGNATURE,
                        privateKey.getPublicKeyParameters().getEncoded());
        this.clock = clock;
    }

    /// A new key of the given name.
    public static MlDsa44CheckpointSigner generate(
            String name, SecureRandom random, InstantSource clock) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        try {
            return new MlDsa44CheckpointSigner(name, seed, clock);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    @Override
    public VerifierKey verifierKey() {
        return key;
    }

    @Override
    public MlDsa44CheckpointSigner named(String name) {
        return new MlDsa44CheckpointSigner(name, seed, clock);
    }

    @Override
    public byte[] sign(byte[] text) {
        long seconds = clock.instant().getEpochSecond();
        try {
            byte[] message = Cosignature.mlDsa44Message(key.name(), seconds, text);
            MLDSASigner signer = new MLDSASigner();
            signer.init(true, new ParametersWithRandom(privateKey, random));
            signer.update(message, 0, message.length);
            return Cosignature.encode(seconds, signer.generateSignature());
        } catch (MalformedNoteException e) {
            throw new IllegalArgumentException("this is not what ML-DSA-44 signs here", e);
        } catch (CryptoException e) {
            throw new IllegalStateException("ML-DSA-44 gave no signature", e);
        }
    }

    @Override
    public byte[] exposeSecretSeed() {
        return seed.clone();
    }

    @Override
    public String toString() {
        return "MlDsa44CheckpointSigner[" + key + "]";
    }
}
