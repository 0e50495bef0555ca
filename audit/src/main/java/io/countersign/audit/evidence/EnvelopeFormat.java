package io.countersign.audit.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The byte format of `docs/spec/evidence.md`, shared by sealer and opener.
///
/// ```
/// inner      = salt(32) || plaintext
/// ciphertext = AES-256-GCM(data key, nonce(12), AAD, inner) || tag(16)
/// AAD        = len(chain) chain 00 08 seq(8) len(kid) kid           len: 2 bytes; numbers big-endian; text UTF-8
/// commitment = SHA-256(02 || inner)
/// wrappedKey = AES key wrap (RFC 3394) of the data key under the kid's key: 40 bytes
/// ```
final class EnvelopeFormat {
    static final String CONTENT_CIPHER = "AES/GCM/NoPadding";

    /// Key wrap needs no nonce: random nonces under one key would run out at the rate of a quarter.
    static final String WRAP_CIPHER = "AES/KW/NoPadding";

    static final int DATA_KEY_BYTES = 32;
    static final int WRAPPED_KEY_BYTES = DATA_KEY_BYTES + 8;
    static final int NONCE_BYTES = 12;
    static final int TAG_BITS = 128;
    static final int SALT_BYTES = Commitment.SALT_BYTES;
    static final int OVERHEAD_BYTES = SALT_BYTES + TAG_BITS / 8;

    /// RFC 6962 uses 00 and 01 before leaves and nodes; 02 is ours.
    private static final byte COMMITMENT = 2;

    private EnvelopeFormat() {}

    static byte[] aad(String chain, long seq, String kid) {
        byte[] chainBytes = chain.getBytes(StandardCharsets.UTF_8);
        byte[] kidBytes = kid.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(
                        3 * Short.BYTES + Long.BYTES + chainBytes.length + kidBytes.length)
                .putShort((short) chainBytes.length)
                .put(chainBytes)
                .putShort((short) Long.BYTES)
                .putLong(seq)
                .putShort((short) kidBytes.length)
                .put(kidBytes)
                .array();
    }

    static byte[] commitment(MessageDigest sha256, byte[] inner) {
        sha256.update(COMMITMENT);
        return sha256.digest(inner);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
