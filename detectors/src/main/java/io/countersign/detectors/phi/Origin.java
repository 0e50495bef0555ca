package io.countersign.detectors.phi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Objects;

/// How an array of bytes came out of a text: it is the text, or it was decoded from a run of
/// another array, which has an origin in turn. Leads places in the array back to the text, and
/// writes what shall stand there with the escapes that the place needs.
final class Origin {
    /// The text itself.
    static final Origin TEXT = new Origin();

    private enum Encoding {
        NONE,
        /// A JSON string with escapes, decoded into an array of its own.
        JSON_STRING,
        /// A JSON string without escapes, read where it stands.
        JSON_SLICE,
        /// A form field.
        FORM
    }

    private final Encoding encoding;
    private final byte[] encoded;
    private final int from;
    private final int to;
    private final Origin outer;

    private Origin() {
        encoding = Encoding.NONE;
        encoded = new byte[0];
        from = 0;
        to = 0;
        outer = this;
    }

    private Origin(Encoding encoding, byte[] encoded, int from, int to, Origin outer) {
        this.encoding = encoding;
        this.encoded = Objects.requireNonNull(encoded, "encoded");
        this.from = from;
        this.to = to;
        this.outer = Objects.requireNonNull(outer, "outer");
    }

    /// Decoded from the inside of a JSON string of `encoded`, which came from `outer`.
    static Origin jsonString(byte[] encoded, int from, int to, Origin outer) {
        return new Origin(Encoding.JSON_STRING, encoded, from, to, outer);
    }

    /// The inside of a JSON string that holds a structure and no escapes: the array is `encoded`
    /// still.
    static Origin slice(byte[] encoded, int from, int to, Origin outer) {
        return new Origin(Encoding.JSON_SLICE, encoded, from, to, outer);
    }

    /// Decoded from a form field of a text.
    static Origin form(byte[] text, int from, int to) {
        return new Origin(Encoding.FORM, text, from, to, TEXT);
    }

    /// Whether places in the array are places in the text.
    boolean verbatim() {
        Origin at = this;
        while (at.encoding == Encoding.JSON_SLICE) {
            at = at.outer;
        }
        return at.encoding == Encoding.NONE;
    }

    /// What must stand in the text so that `value` is read in the array.
    byte[] encode(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (Origin at = this; at.encoding != Encoding.NONE; at = at.outer) {
            bytes =
                    switch (at.encoding) {
                        case JSON_STRING, JSON_SLICE -> jsonEscaped(bytes);
                        case FORM -> formEncoded(bytes);
                        case NONE -> bytes;
                    };
        }
        return bytes;
    }

    private static byte[] jsonEscaped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 8);
        for (byte b : bytes) {
            if (b >= 0 && b < ' ') {
                out.writeBytes(
                        new byte[] {
                            '\\',
                            'u',
                            '0',
                            '0',
                            (byte) Character.forDigit(b >> 4, 16),
                            (byte) Character.forDigit(b & 15, 16)
                        });
                continue;
            }
            if (b == '"' || b == '\\') {
                out.write('\\');
            }
            out.write(b);
        }
        return out.toByteArray();
    }

    private static byte[] formEncoded(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 8);
        for (byte b : bytes) {
            if (unreserved(b)) {
                out.write(b);
            } else {
                out.write('%');
                out.write(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)));
                out.write(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return out.toByteArray();
    }

    private static boolean unreserved(byte b) {
        int lower = b | 0x20;
        return (lower >= 'a' && lower <= 'z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '-'
                || b == '.'
                || b == '*';
    }

    /// Bytes of the encoded unit at `i`, in the low half, and how many bytes it decodes to, in the
    /// high half. The same reading as [Unwrap]'s.
    private long unit(int i) {
        byte c = encoded[i];
        if (encoding == Encoding.FORM) {
            boolean hex =
                    c == '%'
                            && i + 2 < to
                            && Character.digit(encoded[i + 1], 16) >= 0
                            && Character.digit(encoded[i + 2], 16) >= 0;
            return pair(hex ? 3 : 1, 1);
        }
        if (c != '\\') {
            return pair(1, 1);
        }
        if (i + 5 >= to || encoded[i + 1] != 'u') {
            return encoded[i + 1] == 'u' ? pair(to - i, width(hex(i + 2))) : pair(2, 1);
        }
        int first = hex(i + 2);
        if (first >= 0xD800
                && first < 0xDC00
                && i + 11 < to
                && encoded[i + 6] == '\\'
                && encoded[i + 7] == 'u') {
            int second = hex(i + 8);
            if (second >= 0xDC00 && second < 0xE000) {
                return pair(12, 4);
            }
        }
        return pair(6, width(first));
    }

    private static long pair(int encodedBytes, int decodedBytes) {
        return (long) decodedBytes << 32 | encodedBytes;
    }

    private int hex(int at) {
        int value = 0;
        for (int i = at; i < Math.min(at + 4, to); i++) {
            value = value * 16 + Math.max(0, Character.digit(encoded[i], 16));
        }
        return value;
    }

    private static int width(int codeUnit) {
        if (codeUnit < 0x80 || (codeUnit >= 0xD800 && codeUnit < 0xE000)) {
            return 1;
        }
        return codeUnit < 0x800 ? 2 : 3;
    }

    /// Walks of several origins, each kept where it was: places that are asked for in ascending
    /// order cost one walk together.
    static final class Cursors {
        private final IdentityHashMap<Origin, Cursor> cursors = new IdentityHashMap<>();

        /// The byte of the text at which the unit begins that holds decoded byte `at`.
        int start(Origin origin, int at) {
            return switch (origin.encoding) {
                case NONE -> at;
                case JSON_SLICE -> start(origin.outer, at);
                case JSON_STRING, FORM -> start(origin.outer, cursor(origin).seek(at).encodedAt);
            };
        }

        /// The byte of the text at which the unit ends that holds decoded byte `last`.
        int end(Origin origin, int last) {
            return switch (origin.encoding) {
                case NONE -> last + 1;
                case JSON_SLICE -> end(origin.outer, last);
                case JSON_STRING, FORM -> {
                    Cursor cursor = cursor(origin).seek(last);
                    int bytes = (int) origin.unit(cursor.encodedAt);
                    yield end(origin.outer, cursor.encodedAt + bytes - 1);
                }
            };
        }

        private Cursor cursor(Origin origin) {
            return cursors.computeIfAbsent(origin, Cursor::new);
        }
    }

    private static final class Cursor {
        private final Origin origin;
        private int encodedAt;
        private int decodedAt;

        Cursor(Origin origin) {
            this.origin = origin;
            this.encodedAt = origin.from;
        }

        /// To the unit that holds decoded byte `at`.
        Cursor seek(int at) {
            if (at < decodedAt) {
                encodedAt = origin.from;
                decodedAt = 0;
            }
            while (encodedAt < origin.to) {
                long unit = origin.unit(encodedAt);
                int decoded = (int) (unit >>> 32);
                if (decodedAt + decoded > at) {
                    break;
                }
                decodedAt += decoded;
                encodedAt += (int) unit;
            }
            return this;
        }
    }
}
