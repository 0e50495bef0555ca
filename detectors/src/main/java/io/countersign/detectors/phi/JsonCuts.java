package io.countersign.detectors.phi;

import io.countersign.detectors.phi.engine.EightBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Cuts JSON that is longer than a window between two elements of an array or two members of an
/// object, as near to the root as it can, and opens again in front of each window what was open at
/// the cut, with its keys: a value in the last window has the key path that it has in the whole. A
/// string longer than a window is cut between two words and has a margin on both sides.
///
/// It follows the structure with a stack and a few flags, and reads each byte once or twice. Lines
/// of JSON are cut at line ends without that. Where the text turns out to be no JSON, lines are cut
/// from there on.
///
/// Not seen over a cut: what other members of an open object say, such as the `system` of a FHIR
/// identifier whose object is longer than half a window, and who wrote a message.
final class JsonCuts implements Cuts {
    /// Of deeper containers nothing is opened again: the detector does not look there either.
    private static final int MAX_DEPTH = 64;

    /// A longer key becomes an empty one.
    private static final int MAX_KEY_BYTES = 128;

    /// The longest escape: a backslash, a `u` and four digits.
    private static final int ESCAPE_BYTES = 6;

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_MEMBER = "\"\":null".getBytes(StandardCharsets.US_ASCII);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /// Bytes that mean something outside of strings.
    private static final boolean[] STRUCTURAL = new boolean[256];

    static {
        for (char c : new char[] {'"', '{', '}', '[', ']', ',', ':', '\n'}) {
            STRUCTURAL[c] = true;
        }
    }

    private final int windowBytes;
    private final int marginBytes;
    private final LineCuts lineCuts;

    /// Whether each value is on one line, so that line ends are cut at without a look at the rest.
    private final boolean byLine;

    private boolean derailed;

    // The state at the place that was read to.
    private final boolean[] isObject = new boolean[MAX_DEPTH];
    private final byte[][] keys = new byte[MAX_DEPTH][];
    private final int[] keyFrom = new int[MAX_DEPTH];
    private final int[] keyTo = new int[MAX_DEPTH];
    private int depth;
    private boolean inString;
    private boolean stringIsKey;
    private boolean expectKey;
    private boolean escape;
    private int stringFrom;

    // The best place for a cut so far.
    private int best;
    private int bestDepth;
    private final boolean[] bestIsObject = new boolean[MAX_DEPTH];
    private final int[] bestKeyFrom = new int[MAX_DEPTH];
    private final int[] bestKeyTo = new int[MAX_DEPTH];

    private JsonCuts(int windowBytes, int marginBytes, boolean byLine) {
        this.windowBytes = windowBytes;
        this.marginBytes = marginBytes;
        this.lineCuts = new LineCuts(windowBytes, marginBytes, Cut.NOTHING);
        this.byLine = byLine;
        Arrays.fill(keys, Cut.NOTHING);
    }

    /// For a text that begins so; empty where it does not begin with a brace or a bracket.
    static Optional<JsonCuts> of(byte[] data, int filled, int windowBytes, int marginBytes) {
        int from = 0;
        if (filled > 3 && data[0] == (byte) 0xEF && data[1] == (byte) 0xBB) {
            from = 3; // byte order mark
        }
        while (from < filled && data[from] <= ' ' && data[from] >= 0) {
            from++;
        }
        if (from == filled || (data[from] != '{' && data[from] != '[')) {
            return Optional.empty();
        }
        int lineEnd = from;
        while (lineEnd < filled && data[lineEnd] != '\n') {
            lineEnd++;
        }
        JsonCuts probe = new JsonCuts(windowBytes, marginBytes, false);
        probe.scan(data, from, lineEnd, Integer.MAX_VALUE);
        boolean oneLine =
                lineEnd < filled
                        && lineEnd - from > 1
                        && probe.depth == 0
                        && !probe.inString
                        && !probe.derailed;
        return Optional.of(new JsonCuts(windowBytes, marginBytes, oneLine));
    }

    @Override
    public Cut cut(byte[] data, int filled, int next, boolean first) {
        if (derailed) {
            return lineCuts.cut(data, filled, next, first);
        }
        int latest = next + windowBytes;
        int earliest = next + windowBytes / 2;
        boolean lineBegins = depth == 0 && !inString && (next == 0 || data[next - 1] == '\n');
        if (byLine && lineBegins && LineCuts.lineEnd(data, latest, earliest) > 0) {
            return lineCuts.cut(data, filled, next, first);
        }
        byte[] before = opening();
        int begin = inString ? marginBefore(data, next) : next;
        boolean clean = !inString;
        best = -1;
        scan(data, next, latest, earliest);
        if (derailed) {
            reset();
            return lineCuts.cut(data, filled, next, first);
        }
        if (best > 0) {
            take(data);
            byte[] after = closing(isObject, depth, depth == 0 ? Cut.NOTHING : null);
            return new Cut(before, begin, best, best, after, clean);
        }
        int to = inString && !stringIsKey ? wordEnd(data, next, latest) : -1;
        if (to < 0) {
            // Nothing but blanks, digits or a key for half a window: no JSON that anybody wrote.
            derailed = true;
            reset();
            return lineCuts.cut(data, filled, next, first);
        }
        escape = false;
        for (int i = 0; i < depth; i++) {
            keep(data, i, keyFrom[i], keyTo[i]);
        }
        int stop = marginAfter(data, filled, to);
        return new Cut(before, begin, to, stop, closing(isObject, depth, QUOTE), false);
    }

    @Override
    public Cut rest(byte[] data, int filled, int next, boolean first) {
        if (derailed || (byLine && depth == 0 && !inString)) {
            return lineCuts.rest(data, filled, next, first);
        }
        int begin = inString ? marginBefore(data, next) : next;
        return new Cut(opening(), begin, filled, filled, Cut.NOTHING, !inString);
    }

    private static final byte[] QUOTE = {'"'};

    private void reset() {
        depth = 0;
        inString = false;
        stringIsKey = false;
        expectKey = false;
        escape = false;
    }

    // ---- following the structure

    /// Reads on. Notes the last of the nearest places to the root that lie after `earliest`.
    private void scan(byte[] data, int from, int to, int earliest) {
        Arrays.fill(keyFrom, -1);
        stringFrom = -1;
        int p = from;
        while (p < to) {
            if (inString) {
                p = string(data, p, to);
                continue;
            }
            byte c = data[p];
            if (!STRUCTURAL[c & 0xFF]) {
                p++;
                continue;
            }
            switch (c) {
                case '"' -> {
                    inString = true;
                    stringIsKey = expectKey;
                    stringFrom = p + 1;
                }
                case '{', '[' -> {
                    if (depth == 0) {
                        mark(p, earliest);
                    }
                    if (depth < MAX_DEPTH) {
                        isObject[depth] = c == '{';
                        keys[depth] = Cut.NOTHING;
                        keyFrom[depth] = -1;
                    }
                    depth++;
                    expectKey = c == '{';
                }
                case '}', ']' -> {
                    boolean open =
                            depth > 0 && (depth > MAX_DEPTH || isObject[depth - 1] == (c == '}'));
                    if (!open) {
                        derailed = true;
                        return;
                    }
                    depth--;
                    expectKey = false;
                }
                case ',' -> {
                    expectKey = depth > 0 && depth <= MAX_DEPTH && isObject[depth - 1];
                    mark(p + 1, earliest);
                }
                case ':' -> expectKey = false;
                default -> {
                    if (byLine) {
                        depth = 0;
                    }
                    if (depth == 0) {
                        mark(p + 1, earliest);
                    }
                }
            }
            p++;
        }
    }

    /// Reads within a string; returns the place after it, or `to`.
    private int string(byte[] data, int from, int to) {
        int p = from;
        if (escape && p < to) {
            escape = false;
            p++;
        }
        while (p < to) {
            if (p + Long.BYTES <= to) {
                long eight = EightBytes.at(data, p);
                long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
                if (found == 0) {
                    p += Long.BYTES;
                    continue;
                }
                p += Long.numberOfTrailingZeros(found) >>> 3;
            }
            byte c = data[p];
            if (c == '\\') {
                if (p + 1 == to) {
                    escape = true;
                    return to;
                }
                p += 2;
            } else if (c == '"') {
                endString(data, p, to);
                return p + 1;
            } else {
                p++;
            }
        }
        return to;
    }

    /// The high bit of the lowest zero byte, at least; others may be wrong.
    private static long zeros(long x) {
        return (x - ONES) & ~x & HIGH_BITS;
    }

    private void endString(byte[] data, int at, int to) {
        inString = false;
        if (stringIsKey && depth > 0 && depth <= MAX_DEPTH) {
            keys[depth - 1] = Cut.NOTHING;
            keyFrom[depth - 1] = stringFrom;
            keyTo[depth - 1] = at;
        }
        int i = at + 1;
        while (i < to && data[i] <= ' ' && data[i] >= 0) {
            i++;
        }
        if (i < to && data[i] != ',' && data[i] != ':' && data[i] != '}' && data[i] != ']') {
            derailed = true;
        }
    }

    private void mark(int place, int earliest) {
        if (place < earliest || depth > MAX_DEPTH || (best > 0 && depth > bestDepth)) {
            return;
        }
        best = place;
        bestDepth = depth;
        System.arraycopy(isObject, 0, bestIsObject, 0, depth);
        System.arraycopy(keyFrom, 0, bestKeyFrom, 0, depth);
        System.arraycopy(keyTo, 0, bestKeyTo, 0, depth);
    }

    /// Goes back to the best place.
    private void take(byte[] data) {
        depth = bestDepth;
        System.arraycopy(bestIsObject, 0, isObject, 0, depth);
        for (int i = 0; i < depth; i++) {
            keep(data, i, bestKeyFrom[i], bestKeyTo[i]);
        }
        inString = false;
        stringIsKey = false;
        escape = false;
        expectKey = depth > 0 && isObject[depth - 1];
    }

    /// Copies a key that was read in this window, before the window goes. One without a place was
    /// copied before.
    private void keep(byte[] data, int level, int from, int to) {
        if (level < MAX_DEPTH && from >= 0) {
            keys[level] =
                    to - from > MAX_KEY_BYTES ? Cut.NOTHING : Arrays.copyOfRange(data, from, to);
        }
    }

    // ---- opening and closing

    /// What opens all that is open, with its keys.
    private byte[] opening() {
        int levels = Math.min(depth, MAX_DEPTH);
        byte[] opening = new byte[levels * (MAX_KEY_BYTES + 4) + 1];
        int length = 0;
        for (int i = 0; i < levels; i++) {
            opening[length++] = (byte) (isObject[i] ? '{' : '[');
            // The innermost key is that of the string that is cut; a cut between members has none.
            if (isObject[i] && (i < levels - 1 || (inString && !stringIsKey))) {
                opening[length++] = '"';
                System.arraycopy(keys[i], 0, opening, length, keys[i].length);
                length += keys[i].length;
                opening[length++] = '"';
                opening[length++] = ':';
            }
        }
        if (inString) {
            opening[length++] = '"';
        }
        return Arrays.copyOf(opening, length);
    }

    /// What closes `depth` containers.
    ///
    /// @param first what ends the value that was cut; null: an empty element after the comma
    private static byte[] closing(
            boolean[] isObject, int depth, byte @org.jspecify.annotations.Nullable [] first) {
        int levels = Math.min(depth, MAX_DEPTH);
        byte[] begin = first;
        if (begin == null) {
            begin = isObject[levels - 1] ? EMPTY_MEMBER : NULL;
        }
        byte[] closing = Arrays.copyOf(begin, begin.length + levels);
        for (int i = 0; i < levels; i++) {
            closing[begin.length + i] = (byte) (isObject[levels - 1 - i] ? '}' : ']');
        }
        return closing;
    }

    // ---- within a long string

    /// Between two words, else where no escape is cut; -1 where the string has just begun.
    private int wordEnd(byte[] data, int next, int latest) {
        int earliest = Math.max(latest - marginBytes, Math.max(next, stringFrom)) + 1;
        for (int i = latest; i > earliest; i--) {
            if (data[i - 1] == ' ') {
                return i;
            }
        }
        for (int i = latest; i > earliest + ESCAPE_BYTES; i--) {
            if ((data[i] & 0xC0) != 0x80 && withoutEscape(data, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean withoutEscape(byte[] data, int at) {
        for (int i = at - ESCAPE_BYTES; i < at; i++) {
            if (data[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    private int marginBefore(byte[] data, int next) {
        int earliest = Math.max(0, next - marginBytes);
        int from = next;
        while (from > earliest && data[from - 1] != '"') {
            from--;
        }
        for (int i = from; i < next; i++) {
            if (data[i] == ' ') {
                return i + 1;
            }
        }
        return next;
    }

    /// To the end of the string where it is within a margin, else to the end of a word.
    private int marginAfter(byte[] data, int filled, int to) {
        int latest = Math.min(filled, to + marginBytes);
        int word = to;
        for (int i = to; i < latest; i++) {
            if (data[i] == '"' || (data[i] == '\\' && i + 1 == latest)) {
                return data[i - 1] == '\\' ? Math.max(to, i - 1) : i;
            }
            if (data[i] == ' ') {
                word = i;
            }
        }
        return word;
    }
}
