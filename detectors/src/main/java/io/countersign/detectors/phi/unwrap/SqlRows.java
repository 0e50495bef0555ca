package io.countersign.detectors.phi.unwrap;

import java.util.Arrays;

/// Rows in SQL: `INSERT INTO patients (mrn, name) VALUES (48213377, 'Finch'), ...`, where the list
/// of columns names a known one.
final class SqlRows {
    private static final String INSERT = "insert into ";
    private static final String VALUES = "values";
    private static final int MAX_COLUMNS = 256;
    private static final int MAX_HEAD = 2048;

    private final Unwrap unwrap;
    private final long[] keys = new long[MAX_COLUMNS];
    private final byte[][] names = new byte[MAX_COLUMNS][];
    private int columns;
    private int rows;

    SqlRows(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    /// @param from the beginning of a line
    boolean is(byte[] bytes, int from, int to) {
        if (!Unwrap.startsWithIgnoringCase(bytes, from, to, INSERT)) {
            return false;
        }
        int limit = Math.min(to, from + MAX_HEAD);
        int at = Unwrap.find(bytes, from, limit, '(') + 1;
        columns = 0;
        boolean known = false;
        while (at < limit && columns < MAX_COLUMNS) {
            int end = at;
            while (end < limit && bytes[end] != ',' && bytes[end] != ')' && bytes[end] != '(') {
                end++;
            }
            if (end == limit || bytes[end] == '(') {
                return false;
            }
            int first = at;
            int last = end;
            while (first < last && isAround(bytes[first])) {
                first++;
            }
            while (last > first && isAround(bytes[last - 1])) {
                last--;
            }
            keys[columns] = unwrap.sink().keyClasses(bytes, first, last);
            names[columns] = Arrays.copyOfRange(bytes, first, last);
            known |= keys[columns] != 0;
            columns++;
            at = end + 1;
            if (bytes[end] == ')') {
                rows = Unwrap.skipBlanks(bytes, at, to);
                return known && Unwrap.startsWithIgnoringCase(bytes, rows, to, VALUES);
            }
        }
        return false;
    }

    private static boolean isAround(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '"' || c == '`' || c == '['
                || c == ']';
    }

    /// Reads what [#is] said to be rows.
    ///
    /// @return where they end
    int read(byte[] bytes, int to, Origin origin) {
        KeyPath path = unwrap.keyPath();
        int depth = path.depth();
        int row = 0;
        int at = Unwrap.skipBlanks(bytes, rows + VALUES.length(), to);
        while (at < to && bytes[at] == '(') {
            int column = 0;
            at = Unwrap.skipBlanks(bytes, at + 1, to);
            while (at < to && bytes[at] != ')') {
                boolean quoted = bytes[at] == '\'';
                int from = quoted ? at + 1 : at;
                int end = quoted ? quoteEnd(bytes, from, to) : bareEnd(bytes, from, to);
                path.index(row);
                if (column < columns) {
                    path.key(names[column], 0, names[column].length);
                }
                unwrap.plain(bytes, from, end, origin, false, column < columns ? keys[column] : 0);
                path.cutTo(depth);
                column++;
                at = Unwrap.skipBlanks(bytes, quoted ? end + 1 : end, to);
                if (at < to && bytes[at] == ',') {
                    at = Unwrap.skipBlanks(bytes, at + 1, to);
                } else if (at < to && bytes[at] != ')') {
                    return at;
                }
            }
            row++;
            at = Unwrap.skipBlanks(bytes, Math.min(to, at + 1), to);
            if (at < to && bytes[at] == ',') {
                at = Unwrap.skipBlanks(bytes, at + 1, to);
            }
        }
        return at;
    }

    /// The quote that ends a string; two of them stand for one, as does one behind a backslash.
    private static int quoteEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '\'') {
                if (i + 1 == to || bytes[i + 1] != '\'') {
                    return i;
                }
                i++;
            }
            i++;
        }
        return to;
    }

    private static int bareEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != ',' && bytes[i] != ')') {
            i++;
        }
        return i;
    }
}
