package io.countersign.detectors.phi;

import io.countersign.detectors.phi.engine.WordClass;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Turns one text into leaves: JSON (nested, and JSON within its strings), `data:` lines of
/// server-sent events, HL7 v2 segments, form-encoded bodies, tables with a header line; anything
/// else is one leaf. Keys become context. Values are slices of the text unless escapes must be
/// decoded. What looks like a structure and breaks off is read as plain text from there.
final class Unwrap {
    static final int MAX_DEPTH = 64;
    static final int MAX_NESTED_TEXTS = 8;
    static final int MAX_LEAVES = 1 << 20;
    private static final int MAX_COLUMNS = 256;
    private static final int MAX_PATH = 512;

    /// A run of Base64 letters this long without a blank is taken for encoded data.
    private static final int MIN_ENCODED = 512;

    /// Takes the leaves.
    interface Sink {
        /// One leaf; [Unwrap#path()] says where it stands during the call.
        ///
        /// @param origin how `bytes` came out of the text
        /// @param bare whether it is a JSON number, which stands without quotes
        void leaf(byte[] bytes, int from, int to, Origin origin, boolean bare, long key);

        /// A value that was not inspected, being encoded data.
        void encoded(byte[] bytes, int from, int to, Origin origin);

        long keyClasses(byte[] bytes, int from, int to);

        void limit(Extent.Reason reason);
    }

    private Sink sink = Unwrap.NOWHERE;
    private final StringBuilder path = new StringBuilder();
    private int nested;
    private int leaves;
    private byte[] scratch = new byte[1024];

    // State of the JSON reader.
    private static final byte[] EMPTY = new byte[0];
    private byte[] b = EMPTY;
    private int p;
    private int end;
    private Origin origin = Origin.TEXT;
    private boolean bare;
    private boolean escaped;
    private int stringFrom;
    private int stringTo;
    private int rawFrom;
    private int rawTo;

    /// One for each thread: it keeps its arrays.
    Unwrap() {}

    private static final Sink NOWHERE =
            new Sink() {
                @Override
                public void leaf(
                        byte[] bytes, int from, int to, Origin origin, boolean bare, long key) {}

                @Override
                public void encoded(byte[] bytes, int from, int to, Origin origin) {}

                @Override
                public long keyClasses(byte[] bytes, int from, int to) {
                    return 0;
                }

                @Override
                public void limit(Extent.Reason reason) {}
            };

    /// Where the leaf that is being handed over stands.
    String path() {
        return path.toString();
    }

    void text(String prefix, byte[] bytes, int from, int to, Sink receiver) {
        sink = receiver;
        path.setLength(0);
        path.append(prefix);
        nested = 0;
        leaves = 0;
        any(bytes, from, to, Origin.TEXT, 0);
        sink = NOWHERE;
        b = EMPTY;
    }

    private void any(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        int first = from;
        while (first < to
                && (bytes[first] == ' '
                        || bytes[first] == '\n'
                        || bytes[first] == '\r'
                        || bytes[first] == '\t')) {
            first++;
        }
        if (first == to) {
            return;
        }
        byte c = bytes[first];
        if (c == '{' || c == '[') {
            if (nested >= MAX_NESTED_TEXTS) {
                sink.limit(Extent.Reason.DEPTH_LIMIT);
                plain(bytes, from, to, itsOrigin, key);
                return;
            }
            json(bytes, first, to, itsOrigin, key, from);
        } else if (c == 'd' && startsWith(bytes, first, to, "data:")) {
            events(bytes, first, to, itsOrigin, key);
        } else if (hl7(bytes, first, to)) {
            segments(bytes, first, to, itsOrigin);
        } else if (key == 0 && nested == 0 && form(bytes, first, to)) {
            formFields(bytes, first, to);
        } else if (key == 0 && table(bytes, first, to)) {
            cells(bytes, first, to, itsOrigin);
        } else {
            plain(bytes, from, to, itsOrigin, key);
        }
    }

    /// Whether [#any] reads a text that begins with these bytes as a table.
    boolean isTable(byte[] bytes, int to, Sink receiver) {
        if (to == 0 || bytes[0] == '{' || bytes[0] == '[' || bytes[0] <= ' ') {
            return false;
        }
        sink = receiver;
        boolean table =
                !startsWith(bytes, 0, to, "data:")
                        && !hl7(bytes, 0, to)
                        && !form(bytes, 0, to)
                        && table(bytes, 0, to);
        sink = NOWHERE;
        return table;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void plain(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        if (from >= to) {
            return;
        }
        if (leaves >= MAX_LEAVES) {
            sink.limit(Extent.Reason.COUNT_LIMIT);
            return;
        }
        leaves++;
        if (encoded(bytes, from, to)) {
            sink.encoded(bytes, from, to, itsOrigin);
            return;
        }
        sink.leaf(bytes, from, to, itsOrigin, bare, key);
    }

    /// Base64 or a data URL and nothing else.
    private static boolean encoded(byte[] bytes, int from, int to) {
        if (to - from < MIN_ENCODED) {
            return false;
        }
        int i = startsWith(bytes, from, to, "data:") ? from + 64 : from;
        int upper = 0;
        int lower = 0;
        int digits = 0;
        for (int limit = i + MIN_ENCODED / 2; i < limit && i < to; i++) {
            byte c = bytes[i];
            if (c >= 'a' && c <= 'z') {
                lower++;
            } else if (c >= 'A' && c <= 'Z') {
                upper++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else if (c != '+' && c != '/' && c != '=' && c != '-' && c != '_' && c != '\r'
                    && c != '\n') {
                return false;
            }
        }
        return upper > 16 && lower > 16 && digits > 4;
    }

    // ---- JSON (RFC 8259), lenient: what it cannot read becomes plain text ----

    private void json(byte[] bytes, int from, int to, Origin itsOrigin, long key, int whole) {
        byte[] savedBytes = b;
        int savedP = p;
        int savedEnd = end;
        Origin savedOrigin = origin;
        int pathLength = path.length();
        int leavesBefore = leaves;
        b = bytes;
        p = from;
        end = to;
        origin = itsOrigin;
        nested++;
        boolean read = value(key, 0);
        int stopped = p;
        nested--;
        b = savedBytes;
        p = savedP;
        end = savedEnd;
        origin = savedOrigin;
        path.setLength(pathLength);
        if (!read && leaves == leavesBefore) {
            plain(bytes, whole, to, itsOrigin, key);
        } else {
            int rest = stopped;
            while (rest < to
                    && (bytes[rest] == ' ' || bytes[rest] == '\n' || bytes[rest] == '\r')) {
                rest++;
            }
            if (rest < to
                    && read
                    && nested < MAX_NESTED_TEXTS
                    && (bytes[rest] == '{' || bytes[rest] == '[')
                    && stopped > from) {
                // JSON lines
                jsonLines(bytes, rest, to, itsOrigin, key);
            } else {
                plain(bytes, rest, to, itsOrigin, key);
            }
        }
    }

    /// The further values of a file of JSON lines, one after the other and not one within the
    /// other.
    private void jsonLines(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        int at = from;
        while (at < to) {
            int lineEnd = at;
            while (lineEnd < to && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            int first = at;
            while (first < lineEnd && (bytes[first] == ' ' || bytes[first] == '\r')) {
                first++;
            }
            if (first < lineEnd
                    && nested < MAX_NESTED_TEXTS
                    && (bytes[first] == '{' || bytes[first] == '[')) {
                oneLine(bytes, first, lineEnd, itsOrigin, key);
            } else {
                plain(bytes, first, lineEnd, itsOrigin, key);
            }
            at = lineEnd + 1;
        }
    }

    private void oneLine(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        byte[] savedBytes = b;
        int savedP = p;
        int savedEnd = end;
        Origin savedOrigin = origin;
        int pathLength = path.length();
        int before = leaves;
        b = bytes;
        p = from;
        end = to;
        origin = itsOrigin;
        nested++;
        boolean read = value(key, 0);
        int stopped = p;
        nested--;
        b = savedBytes;
        p = savedP;
        end = savedEnd;
        origin = savedOrigin;
        path.setLength(pathLength);
        if (!read) {
            plain(bytes, leaves == before ? from : stopped, to, itsOrigin, key);
        }
    }

    private void blanks() {
        while (p < end && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
    }

    private boolean value(long key, int depth) {
        blanks();
        if (p >= end) {
            return false;
        }
        if (depth > MAX_DEPTH) {
            sink.limit(Extent.Reason.DEPTH_LIMIT);
            return false;
        }
        byte c = b[p];
        if (c == '{') {
            return object(key, depth);
        }
        if (c == '[') {
            return array(key, depth);
        }
        if (c == '"') {
            if (!string()) {
                return false;
            }
            stringLeaf(key);
            return true;
        }
        int from = p;
        while (p < end
                && ((b[p] >= '0' && b[p] <= '9')
                        || b[p] == '-'
                        || b[p] == '+'
                        || b[p] == '.'
                        || (b[p] >= 'A' && b[p] <= 'Z')
                        || (b[p] >= 'a' && b[p] <= 'z'))) {
            p++;
        }
        if (p == from) {
            return false;
        }
        if ((b[from] >= '0' && b[from] <= '9') || b[from] == '-') {
            if (key != 0) {
                bare = true;
                plain(b, from, p, origin, key);
                bare = false;
            }
            return true;
        }
        return matches(from, "true") || matches(from, "false") || matches(from, "null");
    }

    private boolean matches(int from, String word) {
        return p - from == word.length() && startsWith(b, from, p, word);
    }

    private boolean object(long inherited, int depth) {
        p++;
        blanks();
        if (p < end && b[p] == '}') {
            p++;
            return true;
        }
        int pathLength = path.length();
        while (true) {
            blanks();
            if (p >= end || b[p] != '"' || !string()) {
                return false;
            }
            long key = sink.keyClasses(stringBytes(), stringFrom, stringTo);
            if (key == 0 && inherits(stringBytes(), stringFrom, stringTo)) {
                key = inherited;
            }
            appendKey(stringBytes(), stringFrom, stringTo);
            blanks();
            if (p >= end || b[p] != ':') {
                return false;
            }
            p++;
            if (!value(key, depth + 1)) {
                return false;
            }
            path.setLength(pathLength);
            blanks();
            if (p >= end) {
                return false;
            }
            byte c = b[p++];
            if (c == '}') {
                return true;
            }
            if (c != ',') {
                p--;
                return false;
            }
        }
    }

    private boolean array(long key, int depth) {
        p++;
        blanks();
        if (p < end && b[p] == ']') {
            p++;
            return true;
        }
        int pathLength = path.length();
        int index = 0;
        while (true) {
            if (path.length() < MAX_PATH) {
                path.append('[').append(index).append(']');
            }
            if (!value(key, depth + 1)) {
                return false;
            }
            path.setLength(pathLength);
            index++;
            blanks();
            if (p >= end) {
                return false;
            }
            byte c = b[p++];
            if (c == ']') {
                return true;
            }
            if (c != ',') {
                p--;
                return false;
            }
        }
    }

    private static final String[] GENERIC = {
        "id", "value", "number", "text", "line", "data", "values", "display"
    };

    /// `identifier.value` is an identifier.
    private static boolean inherits(byte[] bytes, int from, int to) {
        for (String word : GENERIC) {
            if (to - from == word.length() && startsWith(bytes, from, to, word)) {
                return true;
            }
        }
        return false;
    }

    private void appendKey(byte[] bytes, int from, int to) {
        if (path.length() < MAX_PATH) {
            if (!path.isEmpty()) {
                path.append('.');
            }
            path.append(
                    new String(bytes, from, Math.min(to - from, MAX_PATH), StandardCharsets.UTF_8));
        }
    }

    private byte[] stringBytes() {
        return escaped ? scratch : b;
    }

    /// Reads a string; its bytes are then a slice of the text, or of the scratch array where it had
    /// escapes.
    private boolean string() {
        int i = p + 1;
        while (i < end && b[i] != '"' && b[i] != '\\') {
            i++;
        }
        if (i >= end) {
            return false;
        }
        if (b[i] == '"') {
            escaped = false;
            stringFrom = p + 1;
            stringTo = i;
            p = i + 1;
            return true;
        }
        int n = i - p - 1;
        room(n + 8);
        System.arraycopy(b, p + 1, scratch, 0, n);
        while (i < end && b[i] != '"') {
            room(n + 8);
            if (b[i] != '\\') {
                scratch[n++] = b[i++];
                continue;
            }
            if (i + 1 >= end) {
                return false;
            }
            byte c = b[i + 1];
            i += 2;
            switch (c) {
                case 'n' -> scratch[n++] = '\n';
                case 't' -> scratch[n++] = '\t';
                case 'r' -> scratch[n++] = '\r';
                case 'b', 'f' -> scratch[n++] = ' ';
                case 'u' -> {
                    int unit = hex(i);
                    if (unit < 0) {
                        return false;
                    }
                    i += 4;
                    int codePoint = unit;
                    if (unit >= 0xD800
                            && unit < 0xDC00
                            && i + 5 < end
                            && b[i] == '\\'
                            && b[i + 1] == 'u') {
                        int low = hex(i + 2);
                        if (low >= 0xDC00 && low < 0xE000) {
                            codePoint = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                            i += 6;
                        }
                    }
                    n = utf8(codePoint, n);
                }
                default -> scratch[n++] = c;
            }
        }
        if (i >= end) {
            return false;
        }
        escaped = true;
        stringFrom = 0;
        stringTo = n;
        rawFrom = p + 1;
        rawTo = i;
        p = i + 1;
        return true;
    }

    private int hex(int at) {
        if (at + 4 > end) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(b[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private int utf8(int codePoint, int at) {
        int n = at;
        if (codePoint >= 0xD800 && codePoint < 0xE000) {
            scratch[n++] = '?';
        } else if (codePoint < 0x80) {
            scratch[n++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            scratch[n++] = (byte) (0xC0 | (codePoint >> 6));
            scratch[n++] = (byte) (0x80 | (codePoint & 0x3F));
        } else if (codePoint < 0x10000) {
            scratch[n++] = (byte) (0xE0 | (codePoint >> 12));
            scratch[n++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            scratch[n++] = (byte) (0x80 | (codePoint & 0x3F));
        } else {
            scratch[n++] = (byte) (0xF0 | (codePoint >> 18));
            scratch[n++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            scratch[n++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
            scratch[n++] = (byte) (0x80 | (codePoint & 0x3F));
        }
        return n;
    }

    private void room(int needed) {
        if (needed > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(needed, scratch.length * 2));
        }
    }

    private void stringLeaf(long key) {
        if (!escaped) {
            boolean nests =
                    stringTo - stringFrom > 1 && (b[stringFrom] == '{' || b[stringFrom] == '[');
            nestedOrPlain(
                    b,
                    stringFrom,
                    stringTo,
                    nests ? Origin.slice(b, stringFrom, stringTo, origin) : origin,
                    key);
        } else {
            byte[] decoded = Arrays.copyOf(scratch, stringTo);
            nestedOrPlain(
                    decoded, 0, decoded.length, Origin.jsonString(b, rawFrom, rawTo, origin), key);
        }
    }

    private void nestedOrPlain(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        if (to - from > 1 && (bytes[from] == '{' || bytes[from] == '[')) {
            any(bytes, from, to, itsOrigin, key);
        } else {
            plain(bytes, from, to, itsOrigin, key);
        }
    }

    // ---- server-sent events ----

    private void events(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        int at = from;
        while (at < to) {
            int lineEnd = at;
            while (lineEnd < to && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            int first = startsWith(bytes, at, lineEnd, "data:") ? at + 5 : at;
            while (first < lineEnd && bytes[first] == ' ') {
                first++;
            }
            if (first < lineEnd
                    && (bytes[first] == '{' || bytes[first] == '[')
                    && nested < MAX_NESTED_TEXTS) {
                json(bytes, first, lineEnd, itsOrigin, key, first);
            } else {
                plain(bytes, first, lineEnd, itsOrigin, key);
            }
            at = lineEnd + 1;
        }
    }

    // ---- HL7 v2: segments by line, fields by |, the meaning of a field by its number ----

    private record Field(String segment, int number, long key) {}

    private static final Field[] FIELDS = {
        new Field("PID", 2, WordClass.MRN),
        new Field("PID", 3, WordClass.MRN),
        new Field("PID", 4, WordClass.MRN),
        new Field("PID", 5, WordClass.NAME_KEY),
        new Field("PID", 6, WordClass.NAME_KEY),
        new Field("PID", 7, WordClass.BIRTH),
        new Field("PID", 9, WordClass.NAME_KEY),
        new Field("PID", 11, WordClass.ADDRESS),
        new Field("PID", 13, WordClass.PHONE),
        new Field("PID", 14, WordClass.PHONE),
        new Field("PID", 18, WordClass.ACCOUNT),
        new Field("PID", 19, WordClass.SSN),
        new Field("PID", 20, WordClass.LICENSE),
        new Field("PV1", 19, WordClass.OTHER_ID),
        new Field("PV1", 44, WordClass.DATE_WORD),
        new Field("PV1", 45, WordClass.DATE_WORD),
        new Field("NK1", 2, WordClass.NAME_KEY),
        new Field("NK1", 4, WordClass.ADDRESS),
        new Field("NK1", 5, WordClass.PHONE),
        new Field("GT1", 3, WordClass.NAME_KEY),
        new Field("GT1", 5, WordClass.ADDRESS),
        new Field("GT1", 6, WordClass.PHONE),
        new Field("IN1", 16, WordClass.NAME_KEY),
        new Field("IN1", 36, WordClass.MEMBER),
        new Field("OBR", 3, WordClass.OTHER_ID),
        new Field("OBR", 7, WordClass.DATE_WORD),
        new Field("OBX", 14, WordClass.DATE_WORD),
        new Field("DG1", 3, WordClass.DIAGNOSIS_KEY)
    };

    private static boolean hl7(byte[] bytes, int from, int to) {
        return startsWith(bytes, from, to, "MSH|") || startsWith(bytes, from, to, "PID|");
    }

    private void segments(byte[] bytes, int from, int to, Origin itsOrigin) {
        int pathLength = path.length();
        int at = from;
        while (at < to) {
            int lineEnd = at;
            while (lineEnd < to && bytes[lineEnd] != '\r' && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            // MSH-1 is the separator itself: its fields count from 2.
            boolean header = startsWith(bytes, at, lineEnd, "MSH|");
            int number = header ? 1 : 0;
            int segment = at;
            int fieldStart = at;
            while (fieldStart <= lineEnd) {
                int fieldEnd = fieldStart;
                while (fieldEnd < lineEnd && bytes[fieldEnd] != '|') {
                    fieldEnd++;
                }
                if (fieldEnd > fieldStart && fieldStart > segment && !header) {
                    field(bytes, segment, number, fieldStart, fieldEnd, itsOrigin);
                    path.setLength(pathLength);
                }
                number++;
                fieldStart = fieldEnd + 1;
            }
            at = lineEnd + 1;
        }
    }

    private void field(byte[] bytes, int segment, int number, int from, int to, Origin itsOrigin) {
        long key = 0;
        for (Field field : FIELDS) {
            if (field.number == number && startsWith(bytes, segment, to, field.segment)) {
                key = field.key;
            }
        }
        if (path.length() < MAX_PATH && from - segment >= 3) {
            path.append('.')
                    .append(new String(bytes, segment, 3, StandardCharsets.ISO_8859_1))
                    .append('-')
                    .append(number);
        }
        plain(bytes, from, to, itsOrigin, key);
    }

    // ---- application/x-www-form-urlencoded ----

    private static boolean form(byte[] bytes, int from, int to) {
        boolean equals = false;
        boolean ampersand = false;
        int limit = Math.min(to, from + 4096);
        for (int i = from; i < limit; i++) {
            byte c = bytes[i];
            if (c == '=') {
                equals = true;
            } else if (c == '&') {
                if (!equals) {
                    return false;
                }
                ampersand = true;
            } else if (c <= ' ' || c == '<' || c == '"' || c == '{') {
                return false;
            }
        }
        return equals && ampersand;
    }

    private void formFields(byte[] bytes, int from, int to) {
        int pathLength = path.length();
        int at = from;
        while (at < to) {
            int fieldEnd = at;
            int equals = -1;
            while (fieldEnd < to && bytes[fieldEnd] != '&') {
                if (bytes[fieldEnd] == '=' && equals < 0) {
                    equals = fieldEnd;
                }
                fieldEnd++;
            }
            int keyEnd = equals < 0 ? at : equals;
            int valueFrom = equals < 0 ? at : equals + 1;
            byte[] value = decode(bytes, valueFrom, fieldEnd);
            long key = sink.keyClasses(bytes, at, keyEnd);
            appendKey(bytes, at, keyEnd);
            nested++;
            nestedOrPlain(value, 0, value.length, Origin.form(bytes, valueFrom, fieldEnd), key);
            nested--;
            path.setLength(pathLength);
            at = fieldEnd + 1;
        }
    }

    private static byte[] decode(byte[] bytes, int from, int to) {
        byte[] out = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == '+') {
                out[n++] = ' ';
            } else if (c == '%'
                    && i + 2 < to
                    && Character.digit(bytes[i + 1], 16) >= 0
                    && Character.digit(bytes[i + 2], 16) >= 0) {
                out[n++] =
                        (byte)
                                (Character.digit(bytes[i + 1], 16) * 16
                                        + Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                out[n++] = c;
            }
        }
        return Arrays.copyOf(out, n);
    }

    // ---- tables: a header line, then lines with as many separators ----

    private byte separator;
    private int columns;
    private final long[] columnKeys = new long[MAX_COLUMNS];
    private final String[] columnNames = new String[MAX_COLUMNS];

    /// Whether the first line names known columns and the second has as many.
    private boolean table(byte[] bytes, int from, int to) {
        int lineEnd = lineEnd(bytes, from, Math.min(to, from + 4096));
        if (lineEnd >= to || lineEnd == from) {
            return false;
        }
        for (byte candidate : new byte[] {',', '\t', '|', ';'}) {
            int count = separators(bytes, from, lineEnd, candidate);
            if (count >= 1 && count < MAX_COLUMNS) {
                int next = lineEnd + 1;
                int nextEnd = lineEnd(bytes, next, to);
                if (separators(bytes, next, nextEnd, candidate) == count
                        && header(bytes, from, lineEnd, candidate)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean header(byte[] bytes, int from, int lineEnd, byte candidate) {
        separator = candidate;
        columns = 0;
        int known = 0;
        int at = from;
        while (at <= lineEnd) {
            int cellEnd = cellEnd(bytes, at, lineEnd);
            if (cellEnd - at > 48) {
                return false;
            }
            for (int i = at; i < cellEnd; i++) {
                if (bytes[i] == '.' || bytes[i] == '?' || bytes[i] == ':') {
                    return false;
                }
            }
            long key = sink.keyClasses(bytes, at, cellEnd);
            known += key != 0 ? 1 : 0;
            columnKeys[columns] = key;
            columnNames[columns] =
                    new String(bytes, at, cellEnd - at, StandardCharsets.UTF_8).strip();
            columns++;
            at = cellEnd + 1;
        }
        return known >= 1 && (known >= 2 || columns <= 3);
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private static int separators(byte[] bytes, int from, int to, byte candidate) {
        int count = 0;
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                quoted = !quoted;
            } else if (bytes[i] == candidate && !quoted) {
                count++;
            }
        }
        return count;
    }

    private int cellEnd(byte[] bytes, int from, int to) {
        boolean quoted = false;
        int i = from;
        while (i < to && (quoted || bytes[i] != separator)) {
            if (bytes[i] == '"') {
                quoted = !quoted;
            }
            i++;
        }
        return i;
    }

    private void cells(byte[] bytes, int from, int to, Origin itsOrigin) {
        int pathLength = path.length();
        int row = 0;
        int at = lineEnd(bytes, from, to) + 1;
        while (at < to) {
            int lineEnd = lineEnd(bytes, at, to);
            int column = 0;
            while (at <= lineEnd && at < to) {
                int cellEnd = cellEnd(bytes, at, lineEnd);
                int first = at;
                int last = cellEnd;
                while (first < last && (bytes[first] == ' ' || bytes[first] == '"')) {
                    first++;
                }
                while (last > first
                        && (bytes[last - 1] == ' '
                                || bytes[last - 1] == '"'
                                || bytes[last - 1] == '\r')) {
                    last--;
                }
                if (path.length() < MAX_PATH) {
                    path.append('[').append(row).append(']');
                    if (column < columns) {
                        path.append('.').append(columnNames[column]);
                    }
                }
                plain(bytes, first, last, itsOrigin, column < columns ? columnKeys[column] : 0);
                path.setLength(pathLength);
                column++;
                at = cellEnd + 1;
            }
            at = lineEnd + 1;
            row++;
        }
    }
}
