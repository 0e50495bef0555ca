package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.Span;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/// How an array of bytes came out of a text: it is the text, or it was decoded from a run of
/// another array, which has an origin in turn. Leads places in the array back to the text, and
/// writes what shall stand there with the escapes that the place needs.
public final class Origin {
    /// The text itself.
    public static final Origin TEXT = new Origin();

    private enum Encoding {
        NONE,
        /// A JSON string with escapes, decoded into an array of its own.
        JSON_STRING,
        /// A JSON string without escapes, read where it stands.
        JSON_SLICE,
        /// A form field.
        FORM,
        /// Base64.
        BASE64,
        /// Strings of a stream of JSON, put together.
        JOINED,
        /// Something that keeps no places, such as compressed data.
        WHOLE
    }

    private final Encoding encoding;
    private final byte[] encoded;
    private final int from;
    private final int to;
    private final Origin outer;

    /// For JOINED: where each piece begins, and the inside of its string in `encoded`.
    private final int[] starts;

    private final int[] pieceFrom;
    private final int[] pieceTo;

    private static final int[] NO_PIECES = {};

    private Origin() {
        encoding = Encoding.NONE;
        encoded = new byte[0];
        from = 0;
        to = 0;
        outer = this;
        starts = NO_PIECES;
        pieceFrom = NO_PIECES;
        pieceTo = NO_PIECES;
    }

    private Origin(Encoding encoding, byte[] encoded, int from, int to, Origin outer) {
        this.encoding = encoding;
        this.encoded = Objects.requireNonNull(encoded, "encoded");
        this.from = from;
        this.to = to;
        this.outer = Objects.requireNonNull(outer, "outer");
        starts = NO_PIECES;
        pieceFrom = NO_PIECES;
        pieceTo = NO_PIECES;
    }

    private Origin(byte[] encoded, int[] starts, int[] pieceFrom, int[] pieceTo, Origin outer) {
        this.encoding = Encoding.JOINED;
        this.encoded = Objects.requireNonNull(encoded, "encoded");
        this.from = 0;
        this.to = encoded.length;
        this.outer = Objects.requireNonNull(outer, "outer");
        this.starts = starts;
        this.pieceFrom = pieceFrom;
        this.pieceTo = pieceTo;
    }

    /// Put together from the insides of JSON strings of `stream`.
    ///
    /// @param starts where each piece begins in the array, ascending
    /// @param pieceFrom where its string begins in `stream`
    /// @param pieceTo where it ends
    static Origin joined(
            byte[] stream, int[] starts, int[] pieceFrom, int[] pieceTo, Origin outer) {
        return new Origin(stream, starts, pieceFrom, pieceTo, outer);
    }

    /// Decoded from Base64. Within Base64 it keeps no places: a group of the outer letters is no
    /// whole number of groups of the inner ones, so that the inner run is replaced as a whole.
    static Origin base64(byte[] encoded, int from, int to, Origin outer) {
        Encoding encoding = outer.base64() ? Encoding.WHOLE : Encoding.BASE64;
        return new Origin(encoding, encoded, from, to, outer);
    }

    /// Made from a run of bytes in a way that keeps no places.
    public static Origin whole(byte[] encoded, int from, int to, Origin outer) {
        return new Origin(Encoding.WHOLE, encoded, from, to, outer);
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

    /// Decoded from a form field.
    static Origin form(byte[] text, int from, int to, Origin outer) {
        return new Origin(Encoding.FORM, text, from, to, outer);
    }

    /// Whether places in the array are places in the text.
    public boolean verbatim() {
        Origin at = this;
        while (at.encoding == Encoding.JSON_SLICE) {
            at = at.outer;
        }
        return at.encoding == Encoding.NONE;
    }

    /// Whether places in the array are groups of Base64 in the text.
    public boolean base64() {
        Origin at = this;
        while (at.encoding != Encoding.BASE64 && at.encoding != Encoding.NONE) {
            at = at.outer;
        }
        return at.encoding == Encoding.BASE64;
    }

    /// What must stand in the text so that `value` is read in the array.
    public byte[] encode(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (Origin at = this; at.encoding != Encoding.NONE; at = at.outer) {
            bytes =
                    switch (at.encoding) {
                        case JSON_STRING, JSON_SLICE, JOINED -> jsonEscaped(bytes);
                        case FORM -> formEncoded(bytes);
                        case BASE64 -> base64Encoded(bytes);
                        case NONE, WHOLE -> bytes;
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

    /// A place in Base64 begins and ends with a group of four letters, so that what is put there
    /// must be whole groups: blanks fill it up.
    private static byte[] base64Encoded(byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + 2) / 3 * 3);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        return Base64.getEncoder().encode(padded);
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
    /// high half. The same reading as that of the rooms that decode.
    private long unit(int i, int limit) {
        return switch (encoding) {
            case FORM -> formUnit(i, limit);
            case BASE64 -> base64Unit(i, limit);
            case JSON_STRING, JOINED -> jsonUnit(i, limit);
            case NONE, JSON_SLICE, WHOLE -> pair(1, 1);
        };
    }

    private long formUnit(int i, int limit) {
        boolean hex =
                encoded[i] == '%'
                        && i + 2 < limit
                        && Character.digit(encoded[i + 1], 16) >= 0
                        && Character.digit(encoded[i + 2], 16) >= 0;
        return pair(hex ? 3 : 1, 1);
    }

    /// Four letters, with the line breaks between them.
    private long base64Unit(int i, int limit) {
        int letters = 0;
        int at = i;
        while (at < limit && letters < 4) {
            if (encoded[at] > ' ') {
                letters++;
            }
            at++;
        }
        return pair(at - i, 3);
    }

    /// Back to a group that does not begin within a character.
    private int wholeCharacterFrom(int group) {
        int at = group;
        while (at > from && continues(at)) {
            for (int letters = 0; at > from && letters < 4; ) {
                at--;
                letters += encoded[at] > ' ' ? 1 : 0;
            }
        }
        return at;
    }

    /// On to a group that does not begin within a character, or to the end.
    private int wholeCharacterTo(int group) {
        int at = group;
        while (at < to && continues(at)) {
            at += (int) base64Unit(at, to);
        }
        return at;
    }

    /// Whether the group at `at` begins with a byte 10xxxxxx of UTF-8: the letters of 32 to 47.
    private boolean continues(int at) {
        int letter = at;
        while (letter < to && encoded[letter] <= ' ') {
            letter++;
        }
        return letter < to && encoded[letter] >= 'g' && encoded[letter] <= 'v';
    }

    private long jsonUnit(int i, int limit) {
        if (encoded[i] != '\\') {
            return pair(1, 1);
        }
        if (i + 5 >= limit || encoded[i + 1] != 'u') {
            return encoded[i + 1] == 'u' ? pair(limit - i, width(hex(i + 2, limit))) : pair(2, 1);
        }
        int first = hex(i + 2, limit);
        if (first >= 0xD800
                && first < 0xDC00
                && i + 11 < limit
                && encoded[i + 6] == '\\'
                && encoded[i + 7] == 'u') {
            int second = hex(i + 8, limit);
            if (second >= 0xDC00 && second < 0xE000) {
                return pair(12, 4);
            }
        }
        return pair(6, width(first));
    }

    private static long pair(int encodedBytes, int decodedBytes) {
        return (long) decodedBytes << 32 | encodedBytes;
    }

    private int hex(int at, int limit) {
        int value = 0;
        for (int i = at; i < Math.min(at + 4, limit); i++) {
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

    /// The piece that holds decoded byte `at`.
    private int piece(int at) {
        int index = Arrays.binarySearch(starts, at);
        if (index < 0) {
            return -index - 2;
        }
        // Empty pieces begin at the same place; the last of them holds the byte.
        while (index + 1 < starts.length && starts[index + 1] == at) {
            index++;
        }
        return index;
    }

    /// Walks of several origins, each kept where it was: places that are asked for in ascending
    /// order cost one walk together.
    public static final class Cursors {
        private final IdentityHashMap<Origin, Cursor> cursors = new IdentityHashMap<>();

        public Cursors() {}

        /// The runs of the text that hold the decoded bytes from `first` to `last`, both included:
        /// one, but for a value that was sent in pieces.
        public List<Span> spans(Origin origin, int first, int last) {
            List<Span> spans = new ArrayList<>(1);
            collect(origin, first, last, spans);
            return spans;
        }

        private void collect(Origin origin, int first, int last, List<Span> spans) {
            switch (origin.encoding) {
                case NONE -> spans.add(new Span(first, last + 1));
                case JSON_SLICE -> collect(origin.outer, first, last, spans);
                case WHOLE -> collect(origin.outer, origin.from, origin.to - 1, spans);
                case BASE64 -> {
                    int from = cursor(origin).seek(first, 0, origin.from, origin.to).encodedAt;
                    int end = end(origin, last, 0, origin.from, origin.to);
                    collect(
                            origin.outer,
                            origin.wholeCharacterFrom(from),
                            origin.wholeCharacterTo(end + 1) - 1,
                            spans);
                }
                case JSON_STRING, FORM -> {
                    int from = cursor(origin).seek(first, 0, origin.from, origin.to).encodedAt;
                    collect(
                            origin.outer,
                            from,
                            end(origin, last, 0, origin.from, origin.to),
                            spans);
                }
                case JOINED -> {
                    int lastPiece = origin.piece(last);
                    for (int i = origin.piece(first); i <= lastPiece; i++) {
                        int start = origin.starts[i];
                        int next =
                                i + 1 < origin.starts.length
                                        ? origin.starts[i + 1]
                                        : Integer.MAX_VALUE;
                        int from = origin.pieceFrom[i];
                        int to = origin.pieceTo[i];
                        if (next > start) {
                            int begin =
                                    cursor(origin)
                                            .seek(Math.max(first, start), start, from, to)
                                            .encodedAt;
                            int end = end(origin, Math.min(last, next - 1), start, from, to);
                            collect(origin.outer, begin, end, spans);
                        }
                    }
                }
            }
        }

        /// The last byte of the unit that holds decoded byte `last`.
        private int end(Origin origin, int last, int start, int from, int to) {
            Cursor cursor = cursor(origin).seek(last, start, from, to);
            return cursor.encodedAt + (int) origin.unit(cursor.encodedAt, to) - 1;
        }

        private Cursor cursor(Origin origin) {
            return cursors.computeIfAbsent(origin, Cursor::new);
        }
    }

    private static final class Cursor {
        private final Origin origin;
        private int encodedAt;
        private int decodedAt;
        private int runFrom = -1;

        Cursor(Origin origin) {
            this.origin = origin;
        }

        /// To the unit that holds decoded byte `at`, in the run of encoded bytes whose first
        /// decodes to byte `start`.
        Cursor seek(int at, int start, int from, int to) {
            if (at < decodedAt || runFrom != from) {
                runFrom = from;
                encodedAt = from;
                decodedAt = start;
            }
            while (encodedAt < to) {
                long unit = origin.unit(encodedAt, to);
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
