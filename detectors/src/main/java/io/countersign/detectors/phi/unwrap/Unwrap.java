package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.EightBytes;
import java.util.Optional;

/// Turns one text into leaves: which wrapping a run of bytes has, and the rooms that read it.
/// Values are slices of the text unless escapes must be decoded; keys become context. What looks
/// like a structure and breaks off is read as plain text from there. Work is linear: what a
/// wrapping has decoded is read once more by the wrapping within, and both depths are bounded.
///
/// One for each thread: it keeps its arrays.
public final class Unwrap {
    /// Levels of one JSON value.
    public static final int MAX_DEPTH = 64;

    /// Texts within texts: JSON in a string, Base64 in JSON.
    public static final int MAX_NESTED_TEXTS = 8;

    /// Leaves of one text.
    public static final int MAX_LEAVES = 1 << 20;

    private final KeyPath path = new KeyPath();
    private final Json json = new Json(this);
    private final EventStream events = new EventStream(this);
    private final Hl7 hl7 = new Hl7(this);
    private final X12 x12 = new X12(this);
    private final Form form = new Form(this);
    private final Multipart multipart = new Multipart(this);
    private final Table table = new Table(this);
    private final SqlRows sql = new SqlRows(this);
    private final Xml xml = new Xml(this);
    private final Prose prose = new Prose(this, hl7, table, new AlignedTable(this), sql, xml);
    private final Base64Text base64 = new Base64Text(this);

    private LeafSink sink = NOWHERE;
    private int nested;
    private int leaves;
    private int message = -1;
    private int kept;

    public Unwrap() {}

    private static final LeafSink NOWHERE =
            new LeafSink() {
                @Override
                public boolean leaf(
                        byte[] bytes,
                        int from,
                        int to,
                        Origin origin,
                        boolean bare,
                        long key,
                        int message) {
                    return false;
                }

                @Override
                public void encoded(byte[] bytes, int from, int to, Origin origin) {}

                @Override
                public void image(byte[] bytes, int from, int to, Origin origin, int message) {}

                @Override
                public void resent(int first, int last) {}

                @Override
                public long keyClasses(byte[] bytes, int from, int to) {
                    return 0;
                }

                @Override
                public boolean text(byte[] bytes, int from, int to) {
                    return true;
                }

                @Override
                public void limit(Limit reason) {}
            };

    /// Where the leaf that is being handed over stands.
    public String path() {
        return path.toString();
    }

    /// Whether a text is made of parts that may each be binary, so that it is read though it is not
    /// all text.
    public static boolean inParts(byte[] bytes, int from, int to) {
        return Multipart.is(bytes, from, to);
    }

    /// Hands the leaves of a text to a sink.
    ///
    /// @param prefix begins the leaves' paths
    /// @param origin how the array came out of what was given
    public void text(
            String prefix, byte[] bytes, int from, int to, Origin origin, LeafSink receiver) {
        sink = receiver;
        path.start(prefix);
        nested = 0;
        leaves = 0;
        message = -1;
        kept = 0;
        base64.start();
        try {
            any(bytes, from, to, origin, 0);
        } finally {
            sink = NOWHERE;
            json.forget();
        }
    }

    /// The rows of a text that begins with these bytes and is read as a table with a header line;
    /// empty where it is none.
    public Optional<TableRows> tableRows(byte[] bytes, int to, LeafSink receiver) {
        if (to == 0 || bytes[0] == '{' || bytes[0] == '[' || bytes[0] <= ' ') {
            return Optional.empty();
        }
        sink = receiver;
        boolean is =
                !EventStream.is(bytes, 0, to)
                        && !Hl7.is(bytes, 0, to)
                        && !X12.is(bytes, 0, to)
                        && !Multipart.is(bytes, 0, to)
                        && !Form.is(bytes, 0, to)
                        && table.is(bytes, 0, to);
        sink = NOWHERE;
        return is ? Optional.of(table.rows()) : Optional.empty();
    }

    // ---- what the rooms use ----

    LeafSink sink() {
        return sink;
    }

    KeyPath keyPath() {
        return path;
    }

    Json json() {
        return json;
    }

    EventStream events() {
        return events;
    }

    Base64Text base64() {
        return base64;
    }

    /// Leaves handed over so far.
    int leaves() {
        return leaves;
    }

    /// Leaves that the sink kept so far.
    int kept() {
        return kept;
    }

    int message() {
        return message;
    }

    void message(int number) {
        message = number;
    }

    /// A run of bytes of whatever wrapping.
    void any(byte[] bytes, int from, int to, Origin origin, long key) {
        int first = afterBlanks(bytes, from, to);
        if (first == to) {
            return;
        }
        if (nested >= MAX_NESTED_TEXTS) {
            sink.limit(LeafSink.Limit.DEPTH);
            plain(bytes, from, to, origin, false, key);
            return;
        }
        nested++;
        byte c = bytes[first];
        if (c == '{' || c == '[') {
            json.text(bytes, from, first, to, origin, key);
        } else if (c == '<' && Xml.is(bytes, first, to)) {
            int end = xml.read(bytes, first, to, origin);
            prose.read(bytes, end < 0 ? ~end : end, to, origin, 0);
        } else if (EventStream.is(bytes, first, to)) {
            events.read(bytes, first, to, origin, key);
        } else if (Hl7.is(bytes, first, to)) {
            hl7.read(bytes, first, to, origin);
        } else if (X12.is(bytes, first, to)) {
            x12.read(bytes, first, to, origin);
        } else if (Multipart.is(bytes, first, to)) {
            multipart.read(bytes, first, to, origin);
        } else if (key == 0 && (Form.is(bytes, first, to) || Form.isEscaped(bytes, first, to))) {
            form.read(bytes, first, to, origin);
        } else if (key == 0 && table.is(bytes, first, to)) {
            prose.read(bytes, table.read(bytes, first, to, origin), to, origin, 0);
        } else {
            value(bytes, from, to, origin, key);
        }
        nested--;
    }

    /// A value of a structure: it may hold a structure or encoded text in turn.
    void value(byte[] bytes, int from, int to, Origin origin, long key) {
        if (to - from > 1
                && (bytes[from] == '{' || bytes[from] == '[')
                && nested < MAX_NESTED_TEXTS) {
            nested++;
            json.text(bytes, from, from, to, origin, key);
            nested--;
        } else if (!base64.taken(bytes, from, to, origin, key)) {
            words(bytes, from, to, origin, key);
        }
    }

    /// A value that no line ends in: a short one holds no structure but JSON.
    void cell(byte[] bytes, int from, int to, Origin origin, long key) {
        if (to - from < Base64Text.MIN_TRIED && bytes[from] != '{' && bytes[from] != '[') {
            plain(bytes, from, to, origin, false, key);
        } else {
            value(bytes, from, to, origin, key);
        }
    }

    /// Words of one line are a leaf; between several there may be a structure.
    private void words(byte[] bytes, int from, int to, Origin origin, long key) {
        if (to - from > 4
                && (Hl7.is(bytes, from, to)
                        || sql.is(bytes, from, to)
                        || Xml.is(bytes, from, to)
                        || Lines.end(bytes, from, to) < to)) {
            prose.read(bytes, from, to, origin, key);
        } else {
            plain(bytes, from, to, origin, false, key);
        }
    }

    /// JSON between the lines of a text.
    void nested(byte[] bytes, int from, int to, Origin origin) {
        if (nested < MAX_NESTED_TEXTS) {
            nested++;
            json.text(bytes, from, from, to, origin, 0);
            nested--;
        } else {
            sink.limit(LeafSink.Limit.DEPTH);
            plain(bytes, from, to, origin, false, 0);
        }
    }

    /// A leaf.
    void plain(byte[] bytes, int from, int to, Origin origin, boolean bare, long key) {
        if (from >= to) {
            return;
        }
        if (leaves >= MAX_LEAVES) {
            sink.limit(LeafSink.Limit.LEAVES);
            return;
        }
        leaves++;
        if (sink.leaf(bytes, from, to, origin, bare, key, message)) {
            kept++;
        }
    }

    /// An image by its type.
    void image(byte[] bytes, int from, int to, Origin origin) {
        kept++;
        sink.image(bytes, from, to, origin, message);
    }

    /// Encoded data that was not read.
    void encoded(byte[] bytes, int from, int to, Origin origin) {
        kept++;
        sink.encoded(bytes, from, to, origin);
    }

    // ---- bytes ----

    private static int afterBlanks(byte[] bytes, int from, int to) {
        int i = from;
        if (to - i >= 3
                && bytes[i] == (byte) 0xEF
                && bytes[i + 1] == (byte) 0xBB
                && bytes[i + 2] == (byte) 0xBF) {
            i += 3; // byte order mark
        }
        while (i < to
                && (bytes[i] == ' '
                        || bytes[i] == '\n'
                        || bytes[i] == '\r'
                        || bytes[i] == '\t'
                        || bytes[i] == 0x0B)) {
            i++;
        }
        return i;
    }

    /// Behind spaces, tabs and line ends, as JSON and SQL have them between words.
    static int skipBlanks(byte[] bytes, int from, int to) {
        int i = Math.min(from, to);
        while (i < to
                && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    static boolean startsWith(byte[] bytes, int from, int to, String word) {
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

    /// @param lower in lower case, in ASCII
    static boolean startsWithIgnoringCase(byte[] bytes, int from, int to, String lower) {
        if (to - from < lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isOneOf(byte[] bytes, int from, int to, String[] words) {
        for (String word : words) {
            if (equal(bytes, from, to, word)) {
                return true;
            }
        }
        return false;
    }

    static boolean equal(byte[] bytes, int from, int to, String word) {
        return to - from == word.length() && startsWith(bytes, from, to, word);
    }

    /// The place of a byte, or `to`.
    static int find(byte[] bytes, int from, int to, char wanted) {
        int i = from;
        long pattern = wanted * 0x0101010101010101L;
        for (int last = wanted < 0x80 ? to - 8 : -1; i <= last; i += 8) {
            // A zero byte of the difference is the byte; the lowest that is marked is one.
            long differs = EightBytes.at(bytes, i) ^ pattern;
            long zero = (differs - 0x0101010101010101L) & ~differs & 0x8080808080808080L;
            if (zero != 0) {
                return i + EightBytes.first(zero);
            }
        }
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }
}
