package io.countersign.audit.evidence;

import io.countersign.audit.evidence.Opening.Reason;
import io.countersign.audit.evidence.Opening.Refused;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals data keys under a hold's key, and opens evidence with them. Each wrap is bound to the hold
/// and to the record's place: one that was moved opens nothing. Safe for any thread.
public final class HoldSealer {
    private static final byte[] CONTEXT = "countersign hold\0".getBytes(StandardCharsets.US_ASCII);

    private final String id;
    private final SecretKeySpec key;
    private final SecureRandom random;

    /// @param key of the hold, 32 bytes; copied
    public HoldSealer(String id, byte[] key, SecureRandom random) {
        if (!HoldFiles.isId(id) || key.length != EnvelopeFormat.DATA_KEY_BYTES) {
            throw new IllegalArgumentException("not a hold and its key");
        }
        this.id = id;
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// Keeps the data key of a record that opens, so that it goes on to.
    ///
    /// @return empty where the evidence does not open: nothing can be held then
    public Optional<HeldKey> hold(
            EvidenceKeys keys, String chain, long seq, EvidenceRef ref, EvidenceEnvelope envelope) {
        EvidenceOpener opener = new EvidenceOpener(keys);
        if (!(opener.open(chain, seq, ref, envelope) instanceof Opening.Opened)) {
            return Optional.empty();
        }
        SecretKey dataKey = opener.dataKey(envelope);
        byte[] nonce = new byte[EnvelopeFormat.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encoded = dataKey.getEncoded();
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, chain, seq, ref.getKid()).doFinal(encoded);
            byte[] wrap = Arrays.copyOf(nonce, HeldKey.WRAP_BYTES);
            System.arraycopy(sealed, 0, wrap, nonce.length, sealed.length);
            return Optional.of(
                    new HeldKey(
                            chain, seq, ref.getKid(), Base64.getEncoder().encodeToString(wrap)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /// Opens held evidence, whether or not its quarter's key is there still; chain, seq and
    /// reference come from the verified entry.
    public Opening open(
            String chain, long seq, EvidenceRef ref, EvidenceEnvelope envelope, HeldKey held) {
        if (!held.chain().equals(chain) || held.seq() != seq || !held.kid().equals(ref.getKid())) {
            return new Refused(Reason.WRONG_PLACE);
        }
        byte[] wrap = held.bytes();
        byte[] nonce = Arrays.copyOf(wrap, EnvelopeFormat.NONCE_BYTES);
        byte[] dataKey;
        try {
            dataKey =
                    cipher(Cipher.DECRYPT_MODE, nonce, chain, seq, ref.getKid())
                            .doFinal(wrap, nonce.length, wrap.length - nonce.length);
        } catch (GeneralSecurityException _refused) {
            return new Refused(Reason.WRONG_KEY);
        }
        try {
            return EvidenceOpener.open(
                    chain, seq, ref, envelope, new SecretKeySpec(dataKey, "AES"));
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String chain, long seq, String kid)
            throws GeneralSecurityException {
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        byte[] place = EnvelopeFormat.aad(chain, seq, kid);
        Cipher cipher = Cipher.getInstance(EnvelopeFormat.CONTENT_CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(EnvelopeFormat.TAG_BITS, nonce));
        cipher.updateAAD(
                ByteBuffer.allocate(CONTEXT.length + name.length + 1 + place.length)
                        .put(CONTEXT)
                        .put(name)
                        .put((byte) 0)
                        .put(place)
                        .flip());
        return cipher;
    }

    @Override
    public String toString() {
        return "HoldSealer[" + id + "]";
    }
}
