package io.countersign.detectors.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A surrogate of the key at hand, where it stands, and the bytes that it stands for.
final class Genuine {
    /// Quotation marks as a structure within Base64 may need them.
    private static final List<String> QUOTES = List.of("\"", "\\\"", "\\\\\\\"", "%22", "%5C%22");

    private final int start;
    private final int end;
    private final byte[] value;
    private final boolean bareNumber;
    private final boolean encoded;

    /// @param value what stood in the text from `start` to `end`
    /// @param bareNumber whether that was a JSON number, round which quotation marks were put
    /// @param encoded whether it stands in Base64
    Genuine(int start, int end, byte[] value, boolean bareNumber, boolean encoded) {
        this.start = start;
        this.end = end;
        this.value = value;
        this.bareNumber = bareNumber;
        this.encoded = encoded;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    byte[] value() {
        return value;
    }

    /// The same where its Base64 stands.
    Genuine encodedAt(int from, int to) {
        return new Genuine(from, to, value, bareNumber, true);
    }

    /// Bytes of the quotation mark that stands on both sides of what was a JSON number, escapes and
    /// all; 0 where there is none.
    ///
    /// @param from nothing before is looked at
    int quote(byte[] text, int from) {
        if (!bareNumber) {
            return 0;
        }
        return encoded ? encodedQuote(text, from) : plainQuote(text, from);
    }

    private int encodedQuote(byte[] text, int from) {
        for (String quote : QUOTES) {
            byte[] groups = EncodedSurrogates.groups(quote.getBytes(StandardCharsets.US_ASCII));
            int length = groups.length;
            if (start - length >= from
                    && end + length <= text.length
                    && Arrays.equals(text, start - length, start, groups, 0, length)
                    && Arrays.equals(text, end, end + length, groups, 0, length)) {
                return length;
            }
        }
        return 0;
    }

    private int plainQuote(byte[] text, int from) {
        int at = start;
        if (at > from && text[at - 1] == '"') {
            at--;
            while (at > from && text[at - 1] == '\\') {
                at--;
            }
        } else if (percent(text, from, at, "%22")) {
            at -= 3;
            while (percent(text, from, at, "%5C")) {
                at -= 3;
            }
        }
        int length = start - at;
        boolean both =
                end + length <= text.length
                        && Arrays.equals(text, at, start, text, end, end + length);
        return both ? length : 0;
    }

    private static boolean percent(byte[] text, int from, int end, String code) {
        int start = end - code.length();
        return start >= from
                && Arrays.equals(
                        text,
                        start,
                        end,
                        code.getBytes(StandardCharsets.US_ASCII),
                        0,
                        code.length());
    }

    @Override
    public String toString() {
        return "Genuine[" + start + " to " + end + ", " + value.length + " bytes]";
    }
}
