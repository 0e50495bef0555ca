package io.countersign.audit.evidence;

import io.countersign.audit.evidence.Opening.Opened;
import io.countersign.audit.evidence.Opening.Reason;
import io.countersign.audit.evidence.Opening.Refused;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
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
        Optional<Refused> fault = form(chain, seq, ref, envelope);
        if (fault.isPresent()) {
            return fault.get();
        }
        SecretKey kek;
        try {
            kek = keys.existingKey(ref.getKid());
        } catch (EvidenceKeyException | IllegalArgumentException _missing) {
            return new Refused(Reason.NO_KEY);
        }
        Optional<SecretKey> dataKey = unwrapped(kek, envelope);
        return dataKey.isEmpty()
                ? new Refused(Reason.WRONG_KEY)
                : content(chain, seq, ref, envelope, dataKey.get());
    }

    /// The same with the data key itself, which a hold has kept.
    static Opening open(
            String chain, long seq, EvidenceRef ref, EvidenceEnvelope envelope, SecretKey dataKey) {
        Optional<Refused> fault = form(chain, seq, ref, envelope);
        return fault.isPresent() ? fault.get() : content(chain, seq, ref, envelope, dataKey);
    }

    /// The data key of an envelope that opens.
    SecretKey dataKey(EvidenceEnvelope envelope) {
        return unwrapped(keys.existingKey(envelope.getKid()), envelope).orElseThrow();
    }

    /// Place, ciphertext hash and lengths.
    private static Optional<Refused> form(
            String chain, long seq, EvidenceRef ref, EvidenceEnvelope envelope) {
        if (!envelope.getChain().equals(chain)
                || envelope.getSeq() != seq
                || !envelope.getKid().equals(ref.getKid())) {
            return Optional.of(new Refused(Reason.WRONG_PLACE));
        }
        byte[] ciphertext = bytes(envelope.getCiphertext());
        if (!MessageDigest.isEqual(
                EnvelopeFormat.sha256().digest(ciphertext), ref.getCiphertext().bytes())) {
            return Optional.of(new Refused(Reason.WRONG_CIPHERTEXT));
        }
        if (envelope.getWrappedKey().remaining() != EnvelopeFormat.WRAPPED_KEY_BYTES
                || envelope.getNonce().remaining() != EnvelopeFormat.NONCE_BYTES
                || ciphertext.length < EnvelopeFormat.OVERHEAD_BYTES
                || ciphertext.length - EnvelopeFormat.OVERHEAD_BYTES != ref.getPlaintextBytes()) {
            return Optional.of(new Refused(Reason.MALFORMED));
        }
        return Optional.empty();
    }

    private static Optional<SecretKey> unwrapped(SecretKey kek, EvidenceEnvelope envelope) {
        try {
            Cipher wrap = Cipher.getInstance(EnvelopeFormat.WRAP_CIPHER);
            wrap.init(Cipher.UNWRAP_MODE, kek);
            return wrap.unwrap(bytes(envelope.getWrappedKey()), "AES", Cipher.SECRET_KEY)
                            instanceof SecretKey key
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (GeneralSecurityException _refused) {
            return Optional.empty();
        }
    }

    /// Tag and commitment.
    private static Opening content(
            String chain, long seq, EvidenceRef ref, EvidenceEnvelope envelope, SecretKey dataKey) {
        byte[] inner;
        try {
            Cipher content = Cipher.getInstance(EnvelopeFormat.CONTENT_CIPHER);
            content.init(
                    Cipher.DECRYPT_MODE,
                    dataKey,
                    new GCMParameterSpec(EnvelopeFormat.TAG_BITS, bytes(envelope.getNonce())));
            content.updateAAD(EnvelopeFormat.aad(chain, seq, ref.getKid()));
            inner = content.doFinal(bytes(envelope.getCiphertext()));
        } catch (GeneralSecurityException _refused) {
            return new Refused(Reason.NOT_AUTHENTIC);
        }
        // GCM does not commit to its key; the salted hash does.
        if (!MessageDigest.isEqual(
                EnvelopeFormat.commitment(EnvelopeFormat.sha256(), inner),
                ref.getCommitment().bytes())) {
            return new Refused(Reason.WRONG_COMMITMENT);
        }
        return new Opened(inner);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
