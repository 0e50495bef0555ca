package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.evidence.AccessReason;
import io.countersign.audit.evidence.EvidenceKeyException;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.evidence.Sealed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/// Why somebody asks, in his or her own words, which may name a patient: it leaves this process
/// sealed, or not at all.
public final class ReasonText {
    /// None was given.
    public static final ReasonText NONE = new ReasonText(new byte[0]);

    private final byte[] utf8;

    private ReasonText(byte[] utf8) {
        this.utf8 = utf8;
    }

    /// @param bytes UTF-8, without the white space around it 1 to [AccessReason#MAX_BYTES]
    /// @return empty where they are not
    public static Optional<ReasonText> of(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _unfit) {
            return Optional.empty();
        }
        byte[] stripped = text.strip().getBytes(StandardCharsets.UTF_8);
        return stripped.length == 0 || stripped.length > AccessReason.MAX_BYTES
                ? Optional.empty()
                : Optional.of(new ReasonText(stripped));
    }

    public boolean isGiven() {
        return utf8.length > 0;
    }

    /// Seals it for the way to the chain; empty where none was given.
    ///
    /// @throws IOException where this host has no key to seal it with: no key is drawn here, since
    ///   the audit role's host owns the keys
    Optional<Sealed> sealed(Configuration configuration, String accessId, Instant now)
            throws IOException {
        if (!isGiven()) {
            return Optional.empty();
        }
        SecureRandom random = new SecureRandom();
        try {
            EvidenceKeys keys =
                    EvidenceKeys.open(
                            KeyRing.of(configuration).evidence(),
                            EvidenceKeys.Missing.REFUSE,
                            random);
            return Optional.of(
                    AccessReason.seal(new EvidenceSealer(keys, random), accessId, now, utf8));
        } catch (EvidenceKeyException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "ReasonText[redacted]";
    }
}
