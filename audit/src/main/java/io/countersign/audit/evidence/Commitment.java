package io.countersign.audit.evidence;

import io.countersign.schemas.EvidenceRef;
import java.security.MessageDigest;
import java.util.Arrays;

/// What an entry says of a text that it does not hold: `SHA-256(02 || salt || text)`
/// (`docs/spec/evidence.md`). Whoever is given salt and text checks both against the log, without a
/// key.
public final class Commitment {
    public static final int SALT_BYTES = 32;

    private Commitment() {}

    /// Whether this is the text that the entry was committed to.
    public static boolean opens(EvidenceRef ref, byte[] salt, byte[] text) {
        if (salt.length != SALT_BYTES || text.length != ref.getPlaintextBytes()) {
            return false;
        }
        byte[] inner = Arrays.copyOf(salt, SALT_BYTES + text.length);
        System.arraycopy(text, 0, inner, SALT_BYTES, text.length);
        return MessageDigest.isEqual(
                EnvelopeFormat.commitment(EnvelopeFormat.sha256(), inner),
                ref.getCommitment().bytes());
    }
}
