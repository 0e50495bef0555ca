package io.countersign.app.scan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads one line `{"id":…,"text":"…"}` for those two fields and nothing else, much faster than a
/// parser that makes a tree: a text without escapes is copied as it stands.
///
/// Any bytes give a document or false. Further fields may hold anything. It is lenient where that
/// loses no text: control characters within strings are taken as they are, and half a surrogate
/// pair becomes U+FFFD.
///
/// Not for several threads at once.
final class DocumentLine {
    static final int MAX_NESTING = 64;

    private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] line = new byte[0];
    private int at;
    private int end;

    private byte[] decoded = new byte[1 << 12];
    private int decodedLength;
    private int stringFrom;
    private int stringTo;
    private boolean escaped;

    private byte[] id = NULL;
    private byte[] text = NULL;

    /// Reads a line; false where it is no object with a text `text`.
    boolean read(byte[] bytes, int from, int to) {
        line = bytes;
        at = from;
        end = to;
        id = NULL;
        boolean found = false;
        blanks();
        if (!take('{')) {
            return false;
        }
        blanks();
        if (take('}')) {
            return false;
        }
        do {
            blanks();
            if (!string()) {
                return false;
            }
            boolean isId = isKey(ID);
            boolean isText = isKey(TEXT);
            blanks();
            if (!take(':')) {
                return false;
            }
            blanks();
            int valueFrom = at;
            if (at < end && line[at] == '"') {
                if (!string()) {
                    return false;
                }
                if (isText) {
                    text = value();
                    found = true;
                } else if (isId) {
                    id = Arrays.copyOfRange(line, valueFrom, at);
                }
            } else {
                if (!skip()) {
                    return false;
                }
                if (isId && isNumber(valueFrom)) {
                    id = Arrays.copyOfRange(line, valueFrom, at);
                }
            }
            blanks();
        } while (take(','));
        if (!take('}')) {
            return false;
        }
        blanks();
        return found && at == end;
    }

    /// The id as it stood in the line, quotes and all; `null` where there is none that is a string
    /// or a number.
    byte[] id() {
        return id;
    }

    /// The text in UTF-8, its escapes decoded. This is PHI until shown otherwise.
    byte[] text() {
        return text;
    }

    private void blanks() {
        while (at < end && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < end && line[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean isNumber(int from) {
        int i = line[from] == '-' ? from + 1 : from;
        boolean digits = i < at;
        for (; i < at; i++) {
            byte c = line[i];
            digits &=
                    (c >= '0' && c <= '9')
                            || c == '.'
                            || c == 'e'
                            || c == 'E'
                            || c == '+'
                            || c == '-';
        }
        return digits && line[at - 1] >= '0' && line[at - 1] <= '9';
    }

    private boolean isKey(byte[] key) {
        return escaped
                ? Arrays.equals(value(), key)
                : Arrays.equals(line, stringFrom, stringTo, key, 0, key.length);
    }

    /// What the string that was just read stands for.
    private byte[] value() {
        if (!escaped) {
            return Arrays.copyOfRange(line, stringFrom, stringTo);
        }
        decodedLength = 0;
        int i = stringFrom;
        while (i < stringTo) {
            int run = i;
            while (run < stringTo && line[run] != '\\') {
                run++;
            }
            copy(i, run);
            i = run;
            if (i < stringTo) {
                i = escape(i + 1);
            }
        }
        return Arrays.copyOf(decoded, decodedLength);
    }

    private int escape(int i) {
        switch (line[i]) {
            case 'n' -> put('\n');
            case 't' -> put('\t');
            case 'r' -> put('\r');
            case 'b' -> put('\b');
            case 'f' -> put('\f');
            case 'u' -> {
                int unit = hex(i + 1);
                int after = i + 5;
                if (Character.isHighSurrogate((char) unit)
                        && after + 6 <= stringTo
                        && line[after] == '\\'
                        && line[after + 1] == 'u'
                        && Character.isLowSurrogate((char) hex(after + 2))) {
                    put(Character.toCodePoint((char) unit, (char) hex(after + 2)));
                    return after + 6;
                }
                put(Character.isSurrogate((char) unit) ? REPLACEMENT : unit);
                return after;
            }
            default -> put(line[i]);
        }
        return i + 1;
    }

    /// The four digits were checked by [#string()].
    private int hex(int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            value = (value << 4) | Character.digit(line[i], 16);
        }
        return value;
    }

    private void copy(int from, int to) {
        room(to - from);
        System.arraycopy(line, from, decoded, decodedLength, to - from);
        decodedLength += to - from;
    }

    private void put(int codePoint) {
        room(4);
        if (codePoint < 0x80) {
            decoded[decodedLength++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            decoded[decodedLength++] = (byte) (0xC0 | (codePoint >> 6));
            continuation(codePoint);
        } else if (codePoint < 0x10000) {
            decoded[decodedLength++] = (byte) (0xE0 | (codePoint >> 12));
            continuation(codePoint >> 6);
            continuation(codePoint);
        } else {
            decoded[decodedLength++] = (byte) (0xF0 | (codePoint >> 18));
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
            continuation(codePoint);
        }
    }

    private void continuation(int sixBits) {
        decoded[decodedLength++] = (byte) (0x80 | (sixBits & 0x3F));
    }

    private void room(int bytes) {
        if (decodedLength + bytes > decoded.length) {
            decoded = Arrays.copyOf(decoded, Math.max(2 * decoded.length, decodedLength + bytes));
        }
    }

    /// Finds the end of a string and whether it has escapes, which must be JSON's.
    private boolean string() {
        if (!take('"')) {
            return false;
        }
        stringFrom = at;
        escaped = false;
        while (at < end) {
            byte c = line[at];
            if (c == '"') {
                stringTo = at++;
                return true;
            }
            if (c == '\\') {
                escaped = true;
                if (at + 1 >= end || !isEscape(line[at + 1])) {
                    return false;
                }
                at++;
            }
            at++;
        }
        return false;
    }

    private boolean isEscape(byte c) {
        switch (c) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return true;
            }
            case 'u' -> {
                for (int i = at + 2; i < at + 6; i++) {
                    if (i >= end || line[i] < 0 || Character.digit(line[i], 16) < 0) {
                        return false;
                    }
                }
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /// Skips a value that is no string: brackets must close, whatever they hold.
    private boolean skip() {
        int depth = 0;
        int from = at;
        while (at < end) {
            switch (line[at]) {
                case '"' -> {
                    if (!string()) {
                        return false;
                    }
                    continue;
                }
                case '{', '[' -> {
                    if (++depth > MAX_NESTING) {
                        return false;
                    }
                }
                case '}', ']' -> {
                    if (depth-- == 0) {
                        return at > from;
                    }
                }
                case ',', ' ', '\t', '\r' -> {
                    if (depth == 0) {
                        return at > from;
                    }
                }
                default -> {}
            }
            at++;
        }
        return false;
    }
}
