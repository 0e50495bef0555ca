package io.countersign.audit.note;

import io.countersign.audit.merkle.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// A signature that bears a time (C2SP tlog-cosignature), as it follows the key id in a line, and
/// the messages that are signed:
///
///     cosignature    = time (8 bytes, POSIX seconds, big-endian) || signature
///     message, 04    = "cosignature/v1" LF "time " decimal LF || checkpoint text
///     message, 06    = "subtree/v1" LF 00 || len8(name) || time || len8(origin)
///                      || start = 0 (8 bytes) || end = size (8 bytes) || root (32 bytes)
///
/// where `len8` is a length of one byte and as many bytes. The first does not bind the name of its
/// key: a key of that type belongs to one name only. The second covers no extension lines.
///
/// @param seconds since 1970, not zero
/// @param signature without the time
record Cosignature(long seconds, ByteBuffer signature) {
    private static final int TIME_BYTES = Long.BYTES;
    private static final int MAX_TEXT_BYTES = 255;
    private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

    /// Empty where the payload has another length, or bears no time.
    static Optional<Cosignature> parse(byte[] payload, int signatureBytes) {
        if (payload.length != TIME_BYTES + signatureBytes) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        long seconds = in.getLong();
        return seconds > 0
                ? Optional.of(new Cosignature(seconds, in.slice().asReadOnlyBuffer()))
                : Optional.empty();
    }

    /// The time that a line of such a type bears, as yet unverified; empty where it is none.
    static Optional<Instant> time(byte[] payload) {
        if (payload.length <= TIME_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(ByteBuffer.wrap(payload).getLong()));
        } catch (DateTimeException _beyond) {
            return Optional.empty();
        }
    }

    static byte[] encode(long seconds, byte[] signature) {
        return ByteBuffer.allocate(TIME_BYTES + signature.length)
                .putLong(seconds)
                .put(signature)
                .array();
    }

    byte[] signatureBytes() {
        byte[] bytes = new byte[signature.remaining()];
        signature.duplicate().get(bytes);
        return bytes;
    }

    /// What type 04 signs.
    static byte[] ed25519Message(long seconds, byte[] text) {
        byte[] head = ("cosignature/v1\ntime " + seconds + "\n").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
    }

    /// What type 06 signs.
    ///
    /// @throws MalformedNoteException where the text is no checkpoint without extension lines, or a
    ///   name is longer than the format has room for
    static byte[] mlDsa44Message(String name, long seconds, byte[] text)
            throws MalformedNoteException {
        Checkpoint checkpoint = Checkpoint.parse(new String(text, StandardCharsets.UTF_8));
        if (!checkpoint.extensions().isEmpty()) {
            throw new MalformedNoteException("ML-DSA-44 does not sign extension lines");
        }
        byte[] cosigner = counted(name);
        byte[] origin = counted(checkpoint.origin());
        return ByteBuffer.allocate(
                        SUBTREE.length
                                + cosigner.length
                                + origin.length
                                + 3 * Long.BYTES
                                + Sha256.LENGTH)
                .put(SUBTREE)
                .put(cosigner)
                .putLong(seconds)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size().value())
                .put(checkpoint.root().bytes())
                .array();
    }

    private static byte[] counted(String text) throws MalformedNoteException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new MalformedNoteException("ML-DSA-44 signs names of at most 255 bytes");
        }
        return ByteBuffer.allocate(1 + bytes.length).put((byte) bytes.length).put(bytes).array();
    }
}
