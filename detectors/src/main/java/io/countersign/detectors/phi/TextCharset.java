package io.countersign.detectors.phi;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/// Which charset a text is in, by what it says of itself.
public final class TextCharset {
    private static final int MIN_PAIRS = 4;
    private static final int CONTROLS_ONE_IN = 64;

    private TextCharset() {}

    /// The charset that a byte order mark names; empty where there is none, or the mark of UTF-8.
    ///
    /// @param first the first four bytes at least, or all of a shorter text
    public static Optional<Charset> marked(byte[] first) {
        int b0 = at(first, 0);
        int b1 = at(first, 1);
        int b2 = at(first, 2);
        int b3 = at(first, 3);
        if (b0 == 0xFF && b1 == 0xFE && b2 == 0 && b3 == 0) {
            return Optional.of(Charset.forName("UTF-32LE"));
        }
        if (b0 == 0 && b1 == 0 && b2 == 0xFE && b3 == 0xFF) {
            return Optional.of(Charset.forName("UTF-32BE"));
        }
        if (b0 == 0xFF && b1 == 0xFE) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (b0 == 0xFE && b1 == 0xFF) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    /// UTF-16 without a mark, where the zeros of Western letters show it and what it says is text.
    ///
    /// @param sample the beginning of the text
    public static Optional<Charset> evident(byte[] sample) {
        int pairs = sample.length / 2;
        int zeroFirst = 0;
        int zeroSecond = 0;
        for (int i = 0; i < pairs; i++) {
            zeroFirst += sample[2 * i] == 0 ? 1 : 0;
            zeroSecond += sample[2 * i + 1] == 0 ? 1 : 0;
        }
        int most = Math.max(zeroFirst, zeroSecond);
        if (pairs < MIN_PAIRS
                || most < pairs / 2
                || Math.min(zeroFirst, zeroSecond) * CONTROLS_ONE_IN > pairs) {
            return Optional.empty();
        }
        Charset charset =
                zeroSecond > zeroFirst ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        long controls =
                charset.decode(ByteBuffer.wrap(sample, 0, 2 * pairs))
                        .chars()
                        .filter(c -> c < ' ' && !Character.isWhitespace(c))
                        .count();
        return controls * CONTROLS_ONE_IN > pairs ? Optional.empty() : Optional.of(charset);
    }

    /// The charset of a name as senders write it; empty where this machine knows none of the name.
    public static Optional<Charset> named(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _unknown) {
            return Optional.empty();
        }
    }

    private static int at(byte[] bytes, int i) {
        return i < bytes.length ? bytes[i] & 0xFF : -1;
    }
}
