package io.countersign.audit.evidence;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals evidence: AES-256-GCM under a data key that is drawn for this record only and wrapped by
/// the key of the event's quarter, bound to its place in the chain. `docs/spec/evidence.md` is the
/// format. One instance serves one thread: ciphers and digest are reused. Sealing twice gives two
/// envelopes.
public final class EvidenceSealer {
    /// A Kafka record must still carry the envelope.
    public static final int MAX_PLAINTEXT_BYTES = 8 * 1024 * 1024;

    private static final int DRAWN_BYTES =
            EnvelopeFormat.DATA_KEY_BYTES + EnvelopeFormat.NONCE_BYTES + EnvelopeFormat.SALT_BYTES;

    private final EvidenceKeys keys;
    private final SecureRandom random;
    private final Cipher content;
    private final Cipher wrap;
    private final MessageDigest sha256 = EnvelopeFormat.sha256();

    public EvidenceSealer(EvidenceKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
        try {
            this.content = Cipher.getInstance(EnvelopeFormat.CONTENT_CIPHER);
            this.wrap = Cipher.getInstance(EnvelopeFormat.WRAP_CIPHER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing", e);
        }
    }

    /// @param chain the chain id of the entry that will refer to it
    /// @param seq the seq of that entry
    /// @param eventTime whose quarter decides the key, and so the time of shredding
    /// @param plaintext at most [#MAX_PLAINTEXT_BYTES]; the array is not kept
    /// @throws EvidenceKeyException where the quarter's key cannot be had
    public Sealed seal(String chain, long seq, Instant eventTime, byte[] plaintext) {
        return seal(chain, seq, keys.sealingKid(eventTime), plaintext);
    }

    /// Opens what was sealed under the same keys.
    EvidenceOpener opener() {
        return new EvidenceOpener(keys);
    }

    /// Under a key of the caller's choice.
    Sealed seal(String chain, long seq, String kid, byte[] plaintext) {
        ChainId.parse(chain);
        if (seq < 0 || plaintext.length > MAX_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException(
                    "seq " + seq + ", " + plaintext.length + " bytes of plaintext");
        }
        SecretKey kek = keys.key(kid);
        // One draw for all three: each costs a call into the operating system.
        byte[] drawn = new byte[DRAWN_BYTES];
        random.nextBytes(drawn);
        ByteBuffer parts = ByteBuffer.wrap(drawn);
        byte[] dataKey = new byte[EnvelopeFormat.DATA_KEY_BYTES];
        byte[] nonce = new byte[EnvelopeFormat.NONCE_BYTES];
        byte[] salt = new byte[EnvelopeFormat.SALT_BYTES];
        parts.get(dataKey).get(nonce).get(salt);
        byte[] inner = Arrays.copyOf(salt, salt.length + plaintext.length);
        System.arraycopy(plaintext, 0, inner, salt.length, plaintext.length);
        SecretKeySpec dek = new SecretKeySpec(dataKey, "AES");
        try {
            content.init(
                    Cipher.ENCRYPT_MODE, dek, new GCMParameterSpec(EnvelopeFormat.TAG_BITS, nonce));
            content.updateAAD(EnvelopeFormat.aad(chain, seq, kid));
            byte[] ciphertext = content.doFinal(inner);
            wrap.init(Cipher.WRAP_MODE, kek);
            byte[] wrappedKey = wrap.wrap(dek);
            EvidenceEnvelope envelope =
                    new EvidenceEnvelope(
                            chain,
                            seq,
                            kid,
                            ByteBuffer.wrap(wrappedKey),
                            ByteBuffer.wrap(nonce),
                            ByteBuffer.wrap(ciphertext));
            EvidenceRef ref =
                    new EvidenceRef(
                            kid,
                            new Hash(sha256.digest(ciphertext)),
                            new Hash(EnvelopeFormat.commitment(sha256, inner)),
                            (long) plaintext.length);
            return new Sealed(envelope, ref);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        } finally {
            Arrays.fill(inner, (byte) 0);
            Arrays.fill(dataKey, (byte) 0);
            Arrays.fill(drawn, (byte) 0);
        }
    }
}
