package io.countersign.detectors.phi.unwrap;

/// Tables: a header line that names known columns, then lines with as many separators. CSV (RFC
/// 4180), the same with tabs, pipes or semicolons, and Markdown's.
final class Table {
    private static final int MAX_COLUMNS = 256;
    private static final int MAX_HEADER = 4096;
    private static final int MAX_NAME = 48;
    private static final byte[] SEPARATORS = {',', '\t', '|', ';'};

    private static final int QUOTED = 8;
    private static final int QUOTE = 7;

    /// The number of a separator, from 1; [#QUOTE]; 0 for anything else.
    private static final byte[] SIGNS = new byte[256];

    static {
        for (int i = 0; i < SEPARATORS.length; i++) {
            SIGNS[SEPARATORS[i]] = (byte) (i + 1);
        }
        SIGNS['"'] = QUOTE;
    }

    private final int[] counts = new int[2 * QUOTED];

    private final Unwrap unwrap;
    private byte separator;
    private int columns;
    private final long[] keys = new long[MAX_COLUMNS];
    private final byte[][] names = new byte[MAX_COLUMNS][];

    Table(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    boolean is(byte[] bytes, int from, int to) {
        int lineEnd = Unwrap.find(bytes, from, Math.min(to, from + MAX_HEADER), '\n');
        if (lineEnd >= to
                || bytes[lineEnd] != '\n'
                || lineEnd == from
                || Lines.saysMoreThanNames(bytes, from, lineEnd)) {
            return false;
        }
        count(bytes, from, lineEnd);
        for (int i = 0; i < SEPARATORS.length; i++) {
            byte candidate = SEPARATORS[i];
            int count = counts[i + 1];
            if (count < 1 || count >= MAX_COLUMNS) {
                continue;
            }
            int next = behindRuler(bytes, lineEnd + 1, to);
            int nextEnd = new TableRows(candidate, count + 1).end(bytes, next, to);
            if (separators(bytes, next, nextEnd, candidate) == count
                    && header(bytes, from, lineEnd, candidate)) {
                return true;
            }
        }
        return false;
    }

    /// The rows of what [#is(byte[], int, int)] said to be a table.
    TableRows rows() {
        return new TableRows(separator, columns);
    }

    /// Whether the line names columns, some of which are known. Where every name is a single word,
    /// one known column is enough.
    private boolean header(byte[] bytes, int from, int lineEnd, byte candidate) {
        separator = candidate;
        columns = 0;
        int known = 0;
        boolean words = true;
        int at = from;
        while (at <= lineEnd) {
            int cellEnd = cellEnd(bytes, at, lineEnd);
            int first = firstOf(bytes, at, cellEnd);
            int last = lastOf(bytes, first, cellEnd);
            if (last - first > MAX_NAME) {
                return false;
            }
            for (int i = first; i < last; i++) {
                byte c = bytes[i];
                if (c == '.' || c == '?' || c == ':' || c == '=') {
                    return false;
                }
                words &= c != ' ';
            }
            long key = unwrap.sink().keyClasses(bytes, first, last);
            known += key != 0 ? 1 : 0;
            keys[columns] = key;
            names[columns] = java.util.Arrays.copyOfRange(bytes, first, last);
            columns++;
            at = cellEnd + 1;
        }
        return known >= 1 && (words || known >= 2 || columns <= 3);
    }

    /// Counts each of [#SEPARATORS] outside of quotes, in one walk, into [#counts] from 1 on.
    private void count(byte[] bytes, int from, int to) {
        java.util.Arrays.fill(counts, 0);
        int quoted = 0;
        for (int i = from; i < to; i++) {
            int one = SIGNS[bytes[i] & 0xff];
            if (one == QUOTE) {
                quoted ^= QUOTED;
            } else {
                counts[one | quoted]++;
            }
        }
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

    private static int firstOf(byte[] bytes, int from, int to) {
        int first = from;
        while (first < to && (bytes[first] == ' ' || bytes[first] == '"')) {
            first++;
        }
        return first;
    }

    private static int lastOf(byte[] bytes, int first, int to) {
        int last = to;
        while (last > first
                && (bytes[last - 1] == ' ' || bytes[last - 1] == '"' || bytes[last - 1] == '\r')) {
            last--;
        }
        return last;
    }

    /// Reads the table.
    ///
    /// @return where it ends: a text may follow
    int read(byte[] bytes, int from, int to, Origin origin) {
        KeyPath path = unwrap.keyPath();
        int depth = path.depth();
        int row = 0;
        TableRows rows = rows();
        int at = Unwrap.find(bytes, from, to, '\n') + 1;
        if (hasDigit(bytes, from, at - 1)) {
            // A list without names of columns may begin like one that has them.
            unwrap.plain(bytes, from, at - 1, origin, false, 0);
        }
        while (at < to) {
            int lineEnd = rows.end(bytes, at, to);
            if (ruler(bytes, at, lineEnd)) {
                at = lineEnd + 1;
                continue;
            }
            if (separators(bytes, at, lineEnd, separator) == 0 && columns > 1) {
                return at;
            }
            int column = 0;
            while (at <= lineEnd && at < to) {
                int cellEnd = cellEnd(bytes, at, lineEnd);
                int first = firstOf(bytes, at, cellEnd);
                path.index(row);
                if (column < columns) {
                    path.key(names[column], 0, names[column].length);
                }
                unwrap.plain(
                        bytes,
                        first,
                        lastOf(bytes, first, cellEnd),
                        origin,
                        false,
                        column < columns ? keys[column] : 0);
                path.cutTo(depth);
                column++;
                at = cellEnd + 1;
            }
            at = lineEnd + 1;
            row++;
        }
        return to;
    }

    private static boolean hasDigit(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                return true;
            }
        }
        return false;
    }

    /// The line below the header, and not what only rules it off.
    static int behindRuler(byte[] bytes, int from, int to) {
        int end = Unwrap.find(bytes, from, to, '\n');
        return end < to && bytes[end] == '\n' && ruler(bytes, from, end) ? end + 1 : from;
    }

    /// `|---|:-:|`, which Markdown puts below the header, or `----+----`, as databases do.
    private static boolean ruler(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c != '|' && c != '-' && c != '+' && c != ':' && c != ' ' && c != '\r') {
                return false;
            }
        }
        return to > from;
    }
}
