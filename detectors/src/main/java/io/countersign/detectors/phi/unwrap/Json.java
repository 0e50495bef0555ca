package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.EightBytes;
import java.util.Arrays;

/// JSON (RFC 8259), read leniently and in one pass: what cannot be read becomes plain text from
/// there. Knows beside the grammar which keys of the vendors' request bodies begin a message of a
/// conversation, and how FHIR says what an identifier or a code is.
final class Json {
    /// A number without a key that means something is a leaf from this length on: a card's.
    private static final int MIN_NUMBER = 13;

    private static final byte[] EMPTY = new byte[0];

    private final Unwrap unwrap;
    private byte[] scratch = new byte[1024];
    private final byte[][] spare = new byte[Unwrap.MAX_NESTED_TEXTS + 1][];
    private int spares;

    // What is being read.
    private byte[] b = EMPTY;
    private int p;
    private int end;
    private Origin origin = Origin.TEXT;

    // The string read last: a slice of the text, or of the scratch array where it had escapes.
    private boolean escaped;
    private int stringFrom;
    private int stringTo;
    private int rawFrom;
    private int rawTo;

    /// Whether the value read last was a string without escapes.
    private boolean plainString;

    /// What the object that ended last says of the value beside it.
    private long childHint;

    private int nextMessage;

    /// The depth of the objects that are messages; -1 outside of a conversation.
    private int messageDepth = -1;

    private boolean assistant;

    /// Lists of lists whose columns have names: those that the first list says, or a member beside.
    private final JsonRows rows;

    Json(Unwrap unwrap) {
        this.unwrap = unwrap;
        this.rows = new JsonRows(unwrap);
    }

    /// Lets go of the text.
    void forget() {
        b = EMPTY;
        nextMessage = 0;
        messageDepth = -1;
    }

    /// A text that begins with a brace or bracket at `from`; blanks may stand before it from
    /// `whole` on. More values may follow, a line each.
    void text(byte[] bytes, int whole, int from, int to, Origin itsOrigin, long key) {
        int leavesBefore = unwrap.leaves();
        int stopped = one(bytes, from, to, itsOrigin, key);
        if (stopped < 0 && unwrap.leaves() == leavesBefore) {
            unwrap.plain(bytes, whole, to, itsOrigin, false, key);
            return;
        }
        int rest = Math.abs(stopped);
        while (rest < to && (bytes[rest] == ' ' || bytes[rest] == '\n' || bytes[rest] == '\r')) {
            rest++;
        }
        if (stopped > from && rest < to && (bytes[rest] == '{' || bytes[rest] == '[')) {
            lines(bytes, rest, to, itsOrigin, key);
        } else {
            unwrap.plain(bytes, rest, to, itsOrigin, false, key);
        }
    }

    /// The further values of a file of JSON lines, one after the other.
    private void lines(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        int at = from;
        while (at < to) {
            int lineEnd = Unwrap.find(bytes, at, to, '\n');
            while (at < lineEnd && (bytes[at] == ' ' || bytes[at] == '\r')) {
                at++;
            }
            line(bytes, at, lineEnd, itsOrigin, key);
            at = lineEnd + 1;
        }
    }

    /// A line that should hold one value.
    void line(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        if (from < to && (bytes[from] == '{' || bytes[from] == '[')) {
            int before = unwrap.leaves();
            int stopped = one(bytes, from, to, itsOrigin, key);
            if (stopped < 0) {
                int rest = unwrap.leaves() == before ? from : -stopped;
                unwrap.plain(bytes, rest, to, itsOrigin, false, key);
            }
        } else {
            unwrap.plain(bytes, from, to, itsOrigin, false, key);
        }
    }

    /// Reads one value. Returns where it ends; the negative place where it broke off.
    private int one(byte[] bytes, int from, int to, Origin itsOrigin, long key) {
        byte[] savedBytes = b;
        int savedP = p;
        int savedEnd = end;
        Origin savedOrigin = origin;
        int savedMessageDepth = messageDepth;
        int depth = unwrap.keyPath().depth();
        JsonRows.State outer = rows.suspend();
        b = bytes;
        p = from;
        end = to;
        origin = itsOrigin;
        // Messages are those of the body, not of JSON within a message.
        messageDepth = -1;
        boolean read = value(key, 0);
        int stopped = p;
        b = savedBytes;
        p = savedP;
        end = savedEnd;
        origin = savedOrigin;
        messageDepth = savedMessageDepth;
        rows.resume(outer);
        unwrap.keyPath().cutTo(depth);
        return read ? stopped : -stopped;
    }

    private void blanks() {
        while (p < end && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
    }

    private boolean value(long key, int depth) {
        blanks();
        plainString = false;
        if (p >= end) {
            return false;
        }
        if (depth > Unwrap.MAX_DEPTH) {
            unwrap.sink().limit(LeafSink.Limit.DEPTH);
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
        return literal(key);
    }

    private boolean literal(long key) {
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
            if (key != 0 || p - from >= MIN_NUMBER) {
                unwrap.plain(b, from, p, origin, true, key);
            }
            if (unwrap.keyPath().endsWith("index")) {
                unwrap.events().index(b[from]);
            }
            return true;
        }
        return Unwrap.equal(b, from, p, "true")
                || Unwrap.equal(b, from, p, "false")
                || Unwrap.equal(b, from, p, "null");
    }

    private boolean object(long inherited, int depth) {
        p++;
        blanks();
        childHint = 0;
        if (p < end && b[p] == '}') {
            p++;
            return true;
        }
        KeyPath path = unwrap.keyPath();
        int pathDepth = path.depth();
        long hint = 0;
        while (true) {
            blanks();
            if (p >= end || b[p] != '"' || !string()) {
                return false;
            }
            byte[] keyBytes = stringBytes();
            int keyFrom = stringFrom;
            int keyTo = stringTo;
            if (escaped) {
                keyBytes = Arrays.copyOfRange(keyBytes, keyFrom, keyTo);
                keyFrom = 0;
                keyTo = keyBytes.length;
            }
            long key = unwrap.sink().keyClasses(keyBytes, keyFrom, keyTo);
            boolean generic = hint != 0 && carries(keyBytes, keyFrom, keyTo);
            if (generic) {
                key = hint;
            } else if (key == 0 && inherits(keyBytes, keyFrom, keyTo)) {
                key = inherited;
            }
            path.key(keyBytes, keyFrom, keyTo);
            blanks();
            if (p >= end || b[p] != ':') {
                return false;
            }
            p++;
            childHint = 0;
            if (!value(key, depth + 1)) {
                return false;
            }
            hint = hint(hint, keyBytes, keyFrom, keyTo);
            if (depth == messageDepth) {
                role(keyBytes, keyFrom, keyTo);
            }
            path.cutTo(pathDepth);
            blanks();
            if (p >= end) {
                return false;
            }
            byte c = b[p++];
            if (c == '}') {
                rows.left(depth);
                plainString = false;
                childHint = hint;
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
        KeyPath path = unwrap.keyPath();
        boolean conversation = messageDepth < 0 && conversation(path);
        int first = nextMessage;
        int resent = -1;
        int lastAssistant = -1;
        int outside = unwrap.message();
        long[] columns = rows.ofRow();
        long[] ofElements = rows.ofList(b, p, end, depth);
        if (conversation) {
            messageDepth = depth + 1;
        }
        int pathDepth = path.depth();
        int index = 0;
        boolean read;
        while (true) {
            path.index(index);
            if (conversation) {
                unwrap.message(nextMessage);
                assistant = false;
            }
            blanks();
            rows.next(p < end && b[p] == '[' ? ofElements : JsonRows.NONE);
            read = value(index < columns.length ? columns[index] : key, depth + 1);
            if (conversation) {
                if (assistant) {
                    lastAssistant = nextMessage;
                } else {
                    resent = lastAssistant;
                }
                nextMessage++;
            }
            path.cutTo(pathDepth);
            index++;
            blanks();
            if (!read || p >= end) {
                read = false;
                break;
            }
            byte c = b[p++];
            if (c == ']') {
                break;
            }
            if (c != ',') {
                p--;
                read = false;
                break;
            }
        }
        plainString = false;
        if (conversation) {
            messageDepth = -1;
            unwrap.message(outside);
            if (resent >= first) {
                unwrap.sink().resent(first, resent);
            }
        }
        return read;
    }

    // ---- conversations: OpenAI, Anthropic and Bedrock say messages, Gemini contents, Responses
    // input

    private static boolean conversation(KeyPath path) {
        return path.endsWith("messages") || path.endsWith("contents") || path.endsWith("input");
    }

    /// Whether the member that was read says that the service wrote this message.
    private void role(byte[] key, int from, int to) {
        if (!plainString) {
            return;
        }
        if (Unwrap.equal(key, from, to, "role")) {
            assistant |=
                    Unwrap.equal(b, stringFrom, stringTo, "assistant")
                            || Unwrap.equal(b, stringFrom, stringTo, "model");
        } else if (Unwrap.equal(key, from, to, "type")) {
            assistant |=
                    Unwrap.equal(b, stringFrom, stringTo, "function_call")
                            || Unwrap.equal(b, stringFrom, stringTo, "reasoning");
        }
    }

    // ---- FHIR: what stands beside a value says what it is ----

    private static boolean carries(byte[] key, int from, int to) {
        return Unwrap.equal(key, from, to, "value") || Unwrap.equal(key, from, to, "code");
    }

    /// What is known of the object's value after a member was read.
    private long hint(long before, byte[] key, int from, int to) {
        if (plainString) {
            long said = 0;
            if (Unwrap.equal(key, from, to, "system")) {
                said = Codes.system(b, stringFrom, stringTo);
            } else if (before == 0 && Unwrap.equal(key, from, to, "code")) {
                said = Codes.idType(b, stringFrom, stringTo);
            }
            return said != 0 ? said : before;
        }
        boolean nested =
                Unwrap.equal(key, from, to, "type") || Unwrap.equal(key, from, to, "coding");
        return nested && childHint != 0 ? childHint : before;
    }

    private static final String[] GENERIC = {
        "id", "value", "number", "text", "line", "data", "values", "display"
    };

    /// `identifier.value` is an identifier.
    private static boolean inherits(byte[] bytes, int from, int to) {
        return Unwrap.isOneOf(bytes, from, to, GENERIC);
    }

    // ---- strings ----

    private byte[] stringBytes() {
        return escaped ? scratch : b;
    }

    private boolean string() {
        int i = plainEnd(p + 1);
        if (i >= end) {
            return false;
        }
        if (b[i] == '"') {
            escaped = false;
            stringFrom = p + 1;
            stringTo = i;
            rawFrom = stringFrom;
            rawTo = stringTo;
            p = i + 1;
            return true;
        }
        return escapedString(i);
    }

    /// The first quotation mark or backslash, or the end.
    private int plainEnd(int from) {
        int i = from;
        for (int last = end - Long.BYTES; i <= last; i += Long.BYTES) {
            long x = EightBytes.at(b, i);
            long marks = EightBytes.is(x, '"') | EightBytes.is(x, '\\');
            if (marks != 0) {
                return i + EightBytes.first(marks);
            }
        }
        while (i < end && b[i] != '"' && b[i] != '\\') {
            i++;
        }
        return i;
    }

    private boolean escapedString(int firstEscape) {
        int i = firstEscape;
        int n = i - p - 1;
        room(n + 8);
        System.arraycopy(b, p + 1, scratch, 0, n);
        while (i < end && b[i] != '"') {
            if (b[i] != '\\') {
                int plain = plainEnd(i) - i;
                room(n + plain + 8);
                System.arraycopy(b, i, scratch, n, plain);
                i += plain;
                n += plain;
                continue;
            }
            room(n + 8);
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

    /// A lone surrogate becomes a question mark.
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
        if (unwrap.events().joins(unwrap.keyPath())) {
            unwrap.events().append(stringBytes(), stringFrom, stringTo, b, rawFrom, rawTo, origin);
            return;
        }
        int from = stringFrom;
        int to = stringTo;
        if (!escaped) {
            boolean nests = to - from > 1 && (b[from] == '{' || b[from] == '[');
            Origin itsOrigin = nests ? Origin.slice(b, from, to, origin) : origin;
            unwrap.value(b, from, to, itsOrigin, key);
            // What the value held may have moved them.
            stringFrom = from;
            stringTo = to;
            plainString = true;
            return;
        }
        byte[] decoded = take(to);
        System.arraycopy(scratch, 0, decoded, 0, to);
        int before = unwrap.kept();
        unwrap.value(decoded, 0, to, Origin.jsonString(b, rawFrom, rawTo, origin), key);
        if (unwrap.kept() == before && spares < spare.length) {
            spare[spares++] = decoded;
        }
        plainString = false;
    }

    /// Arrays for decoded strings, which most leaves need no longer than they are looked at.
    private static final int MIN_ARRAY = 256;

    private byte[] take(int length) {
        if (spares > 0 && spare[spares - 1].length >= length) {
            return spare[--spares];
        }
        return new byte[Math.max(MIN_ARRAY, length)];
    }
}
