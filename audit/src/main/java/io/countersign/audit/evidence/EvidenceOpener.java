package io.countersign.audit.evidence;

import io.countersign.audit.evidence.Opening.Opened;
import io.countersign.audit.evidence.Opening.Reason;
import io.countersign.audit.evidence.Opening.Refused;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// Opens sealed evidence for an entry, or refuses: a swapped, altered or misplaced envelope opens
/// nowhere. The place and the reference come from the verified entry, never from the envelope. Safe
/// for any thread.
public final class EvidenceOpener {
    private final EvidenceKeys keys;

    public EvidenceOpener(EvidenceKeys keys) {
        this.keys = keys;
    }

    /// @param chain of the entry that refers to the evidence
    /// @param seq of that entry
    /// @param ref from that entry
    /// @param envelope from the evidence store
    public Opening open(String chain, long seq, EvidenceRef ref, EvidenceEnvelope envelope) {
        if (!envelope.getChain().equals(chain)
                || envelope.getSeq() != seq
                || !envelope.getKid().equals(ref.getKid())) {
            return new Refused(Reason.WRONG_PLACE);
        }
        byte[] wrappedKey = bytes(envelope.getWrappedKey());
        byte[] nonce = bytes(envelope.getNonce());
        byte[] ciphertext = bytes(envelope.getCiphertext());
        MessageDigest sha256 = EnvelopeFormat.sha256();
        if (!MessageDigest.isEqual(sha256.digest(ciphertext), ref.getCiphertext().bytes())) {
            return new Refused(Reason.WRONG_CIPHERTEXT);
        }
        if (wrappedKey.length != EnvelopeFormat.WRAPPED_KEY_BYTES
                || nonce.length != EnvelopeFormat.NONCE_BYTES
                || ciphertext.length < EnvelopeFormat.OVERHEAD_BYTES
                || ciphertext.length - EnvelopeFormat.OVERHEAD_BYTES != ref.getPlaintextBytes()) {
            return new Refused(Reason.MALFORMED);
        }
        SecretKey kek;
        try {
            kek = keys.existingKey(ref.getKid());
        } catch (EvidenceKeyException | IllegalArgumentException _missing) {
            return new Refused(Reason.NO_KEY);
        }
        Key dek;
        try {
            Cipher wrap = Cipher.getInstance(EnvelopeFormat.WRAP_CIPHER);
            wrap.init(Cipher.UNWRAP_MODE, kek);
            dek = wrap.unwrap(wrappedKey, "AES", Cipher.SECRET_KEY);
        } catch (GeneralSecurityException _refused) {
            return new Refused(Reason.WRONG_KEY);
        }
        byte[] inner;
        try {
            Cipher content = Cipher.getInstance(EnvelopeFormat.CONTENT_CIPHER);
            content.init(
                    Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(EnvelopeFormat.TAG_BITS, nonce));
            content.updateAAD(EnvelopeFormat.aad(chain, seq, ref.getKid()));
            inner = content.doFinal(ciphertext);
        } catch (GeneralSecurityException _refused) {
            return new Refused(Reason.NOT_AUTHENTIC);
        }
        // GCM does not commit to its key; the salted hash does.
        if (!MessageDigest.isEqual(
                EnvelopeFormat.commitment(sha256, inner), ref.getCommitment().bytes())) {
            return new Refused(Reason.WRONG_COMMITMENT);
        }
        return new Opened(Arrays.copyOfRange(inner, EnvelopeFormat.SALT_BYTES, inner.length));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
