package io.countersign.detectors.phi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// UTF-16 that says so with a byte order mark.
final class Utf16 {
    private Utf16() {}

    /// The same text in UTF-8, where the bytes begin with a mark of UTF-16.
    static Optional<byte[]> decoded(byte[] bytes, int to) {
        if (to < 2) {
            return Optional.empty();
        }
        boolean big = bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF;
        boolean little = bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
        if (!big && !little) {
            return Optional.empty();
        }
        Charset charset = big ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        return Optional.of(utf8(bytes, 2, to, charset));
    }

    /// Whether all of it is characters of the charset.
    static boolean wellFormed(byte[] bytes, int from, int to, Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException _malformed) {
            return false;
        }
    }

    static byte[] utf8(byte[] bytes, int from, int to, Charset charset) {
        return charset.decode(ByteBuffer.wrap(bytes, from, to - from))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
