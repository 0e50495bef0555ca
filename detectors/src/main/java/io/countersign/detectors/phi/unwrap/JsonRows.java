package io.countersign.detectors.phi.unwrap;

import java.util.Arrays;

/// Tables in JSON: a list of lists, the first of which names the columns, or whose columns a member
/// beside it names (`{"columns": ["mrn", "dx"], "rows": [[48213377, "sepsis"]]}`). As for [Table],
/// one name has to be known.
final class JsonRows {
    private static final int MAX_COLUMNS = 256;
    private static final int MAX_NAME = 48;
    static final long[] NONE = {};

    private final Unwrap unwrap;
    private final long[] keys = new long[MAX_COLUMNS];

    /// Of the list that comes next, where it is a row.
    private long[] row = NONE;

    /// What a member named, and the depth of its list.
    private long[] named = NONE;

    private int namedDepth;

    JsonRows(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    /// What one value knows: JSON in a string of it has tables of its own.
    static final class State {
        private final long[] row;
        private final long[] named;
        private final int namedDepth;

        private State(long[] row, long[] named, int namedDepth) {
            this.row = row;
            this.named = named;
            this.namedDepth = namedDepth;
        }
    }

    State suspend() {
        State state = new State(row, named, namedDepth);
        row = NONE;
        named = NONE;
        return state;
    }

    void resume(State state) {
        row = state.row;
        named = state.named;
        namedDepth = state.namedDepth;
    }

    /// The keys of the columns, where the list that begins is a row; else none.
    long[] ofRow() {
        long[] keys = row;
        row = NONE;
        return keys;
    }

    /// The keys of the columns of a list's rows, where its elements are such; else none.
    ///
    /// @param p behind the list's bracket
    long[] ofList(byte[] b, int p, int end, int depth) {
        if (p >= end) {
            return NONE;
        }
        if (b[p] == '[') {
            long[] first = header(b, p + 1, end);
            return first.length > 0 ? first : namedDepth == depth ? named : NONE;
        }
        if (b[p] == '"' && namesColumns(unwrap.keyPath())) {
            named = header(b, p, end);
            namedDepth = depth;
        }
        return NONE;
    }

    /// An element of a list comes.
    void next(long[] keys) {
        row = keys;
    }

    /// An object ended; what its members named does not count outside.
    void left(int depth) {
        if (named.length > 0 && namedDepth > depth) {
            named = NONE;
        }
    }

    private static boolean namesColumns(KeyPath path) {
        return path.endsWith("columns")
                || path.endsWith("header")
                || path.endsWith("headers")
                || path.endsWith("fields");
    }

    /// The keys of a list of short strings without escapes, one of which is known.
    ///
    /// @param from behind the list's bracket
    private long[] header(byte[] b, int from, int end) {
        int count = 0;
        boolean known = false;
        int at = from;
        while (count < MAX_COLUMNS) {
            at = Unwrap.skipBlanks(b, at, end);
            if (at >= end || b[at] != '"') {
                return NONE;
            }
            int close = Unwrap.find(b, at + 1, Math.min(end, at + 2 + MAX_NAME), '"');
            if (close >= end || b[close] != '"' || !isName(b, at + 1, close)) {
                return NONE;
            }
            keys[count] = unwrap.sink().keyClasses(b, at + 1, close);
            known |= keys[count] != 0;
            count++;
            at = Unwrap.skipBlanks(b, close + 1, end);
            if (at < end && b[at] == ']') {
                return known && count > 1 ? Arrays.copyOf(keys, count) : NONE;
            }
            if (at >= end || b[at] != ',') {
                return NONE;
            }
            at++;
        }
        return NONE;
    }

    /// A sentence is none, nor is a row's own value.
    private static boolean isName(byte[] b, int from, int to) {
        int digits = 0;
        for (int i = from; i < to; i++) {
            byte c = b[i];
            if (c == '\\' || c == '.' || c == '?' || c == ':' || c == '=') {
                return false;
            }
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        return to > from && digits <= 2;
    }
}
