package io.countersign.intake.body;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/// Bytes as text: by their byte order mark, the charset that was declared, UTF-8, or where they are
/// at least no binary data, Windows' Latin alphabet.
final class TextOfBytes {
    private static final Charset FALLBACK = Charset.forName("windows-1252");

    private TextOfBytes() {}

    /// @param charset as declared, or empty
    /// @return empty where the bytes are no text
    static Optional<String> of(byte[] bytes, int from, int to, String charset) {
        int length = to - from;
        if (length >= 2 && (bytes[from] & 0xFF) == 0xFF && (bytes[from + 1] & 0xFF) == 0xFE) {
            return decoded(bytes, from + 2, to, StandardCharsets.UTF_16LE);
        }
        if (length >= 2 && (bytes[from] & 0xFF) == 0xFE && (bytes[from + 1] & 0xFF) == 0xFF) {
            return decoded(bytes, from + 2, to, StandardCharsets.UTF_16BE);
        }
        if (!named(charset).map(StandardCharsets.UTF_8::equals).orElse(true)
                && named(charset).isPresent()) {
            Optional<String> text = decoded(bytes, from, to, named(charset).get());
            if (text.isPresent()) {
                return text;
            }
        }
        if (isBinary(bytes, from, to)) {
            return Optional.empty();
        }
        return decoded(bytes, from, to, StandardCharsets.UTF_8)
                .or(() -> Optional.of(new String(bytes, from, length, FALLBACK)));
    }

    private static Optional<String> decoded(byte[] bytes, int from, int to, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, to - from))
                            .toString());
        } catch (CharacterCodingException _other) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> named(String charset) {
        try {
            return charset.isEmpty() ? Optional.empty() : Optional.of(Charset.forName(charset));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _unknown) {
            return Optional.empty();
        }
    }

    private static boolean isBinary(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f'
                    && b != 0x1e) {
                return true;
            }
        }
        return false;
    }
}
