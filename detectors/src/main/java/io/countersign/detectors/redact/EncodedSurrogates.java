package io.countersign.detectors.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// Surrogates in Base64 text.
///
/// A value there was replaced with the groups of four letters that hold it, by the surrogate in
/// Base64, filled up with blanks to whole groups: so it begins and ends with a group. Which letters
/// begin a group is not known, since line breaks, escapes and pieces of a stream may stand between;
/// all four readings are tried. The Base64 of a surrogate has letters and digits only, in both
/// alphabets.
final class EncodedSurrogates {
    private static final int GROUP = 4;
    private static final int GROUP_BYTES = 3;

    /// Shorter runs of letters and digits hold no surrogate.
    private static final int MIN_RUN = 24;

    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private final Surrogates surrogates;

    EncodedSurrogates(Surrogates surrogates) {
        this.surrogates = Objects.requireNonNull(surrogates, "surrogates");
    }

    /// Bytes as whole groups, with blanks at the end.
    static byte[] groups(byte[] bytes) {
        byte[] padded =
                Arrays.copyOf(bytes, (bytes.length + GROUP_BYTES - 1) / GROUP_BYTES * GROUP_BYTES);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        return Base64.getEncoder().encode(padded);
    }

    /// The surrogates that stand in runs of Base64, where they stand in the text.
    List<Genuine> in(byte[] text) {
        List<Genuine> found = new ArrayList<>();
        int from = 0;
        while (from < text.length) {
            int to = from;
            while (to < text.length && letter(text[to])) {
                to++;
            }
            if (to - from >= MIN_RUN) {
                run(text, from, to, found);
            }
            from = to + 1;
        }
        return found;
    }

    private void run(byte[] text, int from, int to, List<Genuine> found) {
        for (int shift = 0; shift < GROUP; shift++) {
            int begin = from + shift;
            byte[] decoded = decoded(text, begin, to);
            for (Genuine one : surrogates.genuine(decoded)) {
                int end = one.end();
                while (end < decoded.length && end % GROUP_BYTES != 0 && decoded[end] == ' ') {
                    end++;
                }
                if (one.start() % GROUP_BYTES == 0 && end % GROUP_BYTES == 0) {
                    found.add(
                            one.encodedAt(
                                    begin + one.start() / GROUP_BYTES * GROUP,
                                    begin + end / GROUP_BYTES * GROUP));
                }
            }
        }
    }

    private static boolean letter(byte b) {
        return b >= 0 && VALUES[b] >= 0;
    }

    /// Whole groups only.
    private static byte[] decoded(byte[] text, int from, int to) {
        byte[] out = new byte[(to - from) / GROUP * GROUP_BYTES];
        for (int at = from, n = 0; n < out.length; at += GROUP) {
            int bits =
                    VALUES[text[at]] << 18
                            | VALUES[text[at + 1]] << 12
                            | VALUES[text[at + 2]] << 6
                            | VALUES[text[at + 3]];
            out[n++] = (byte) (bits >> 16);
            out[n++] = (byte) (bits >> 8);
            out[n++] = (byte) bits;
        }
        return out;
    }
}
