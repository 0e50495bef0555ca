package io.countersign.audit.evidence;

import io.countersign.audit.chain.KeepingGrammar;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.SealedCanary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/// What is kept beside a key of its announcement in the log, one line of text. Nothing in it is
/// secret.
///
/// ```
/// "countersign-evidence-key-v1" kid fingerprint wrappedKey nonce ciphertext ref.ciphertext ref.commitment ref.plaintextBytes
/// ```
///
/// Hashes in hex, the canary's parts in base64, a space between any two.
final class Announcement {
    private static final String FIRST = "countersign-evidence-key-v1";
    private static final int PARTS = 9;

    private Announcement() {}

    static byte[] encode(KekEntry said) {
        SealedCanary canary = said.getCanary().orElseThrow();
        String line =
                String.join(
                        " ",
                        FIRST,
                        said.getKid(),
                        hex(said.getFingerprint()),
                        base64(canary.getWrappedKey()),
                        base64(canary.getNonce()),
                        base64(canary.getCiphertext()),
                        hex(canary.getRef().getCiphertext()),
                        hex(canary.getRef().getCommitment()),
                        String.valueOf(canary.getRef().getPlaintextBytes()));
        return (line + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// @throws IllegalArgumentException where the bytes are no announcement
    static KekEntry parse(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.US_ASCII).strip().split(" ", PARTS + 1);
        if (parts.length != PARTS || !parts[0].equals(FIRST)) {
            throw new IllegalArgumentException("no announcement");
        }
        EvidenceRef ref =
                new EvidenceRef(parts[1], hash(parts[6]), hash(parts[7]), Long.parseLong(parts[8]));
        return new KekEntry(
                parts[1],
                KeepingGrammar.ANNOUNCED,
                hash(parts[2]),
                new SealedCanary(buffer(parts[3]), buffer(parts[4]), buffer(parts[5]), ref));
    }

    private static String hex(Hash hash) {
        return HexFormat.of().formatHex(hash.bytes());
    }

    private static Hash hash(String text) {
        byte[] bytes = HexFormat.of().parseHex(text);
        if (bytes.length != 32) {
            throw new IllegalArgumentException("no hash");
        }
        return new Hash(bytes);
    }

    private static String base64(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(text));
    }
}
