package io.countersign.detectors.phi.unwrap;

import java.util.Arrays;

/// Tables whose columns blanks align, as programs print them: a header line that names a known
/// column, then lines with as many cells, or with one more before them, which numbers the row. Two
/// blanks and more stand between cells, so that a name may hold one.
final class AlignedTable {
    private static final int MAX_COLUMNS = 64;
    private static final int MAX_LINE = 4096;
    private static final int MAX_NAME = 32;

    private final Unwrap unwrap;
    private final int[] starts = new int[MAX_COLUMNS + 2];
    private final int[] ends = new int[MAX_COLUMNS + 2];
    private final long[] keys = new long[MAX_COLUMNS];
    private final byte[][] names = new byte[MAX_COLUMNS][];
    private int columns;

    AlignedTable(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    /// @param from the beginning of a line
    boolean is(byte[] bytes, int from, int to) {
        int end = Unwrap.find(bytes, from, Math.min(to, from + MAX_LINE), '\n');
        if (end >= to || bytes[end] != '\n') {
            return false;
        }
        int next = Table.behindRuler(bytes, end + 1, to);
        int nextEnd = Unwrap.find(bytes, next, Math.min(to, next + MAX_LINE), '\n');
        int below = cells(bytes, next, nextEnd);
        int count = below < 2 ? 0 : cells(bytes, from, end);
        return count >= 2
                && count <= MAX_COLUMNS
                && (below == count || below == count + 1)
                && header(bytes, count);
    }

    private boolean header(byte[] bytes, int count) {
        boolean known = false;
        for (int i = 0; i < count; i++) {
            if (ends[i] - starts[i] > MAX_NAME || !isName(bytes, starts[i], ends[i])) {
                return false;
            }
            keys[i] = unwrap.sink().keyClasses(bytes, starts[i], ends[i]);
            known |= keys[i] != 0;
            names[i] = Arrays.copyOfRange(bytes, starts[i], ends[i]);
        }
        columns = count;
        return known;
    }

    /// A word or two: a sentence's signs and a row's own digits are none.
    private static boolean isName(byte[] bytes, int from, int to) {
        int blanks = 0;
        int digits = 0;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == '.' || c == ',' || c == '?' || c == ':' || c == '=' || c == ';' || c == '|') {
                return false;
            }
            blanks += c == ' ' ? 1 : 0;
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        return blanks <= 2 && digits <= 2;
    }

    /// Finds the cells of a line; returns how many there are, one more than fit where they are too
    /// many.
    private int cells(byte[] bytes, int from, int to) {
        int count = 0;
        int at = afterBlanks(bytes, from, to);
        while (at < to && count < starts.length - 1) {
            int end = cellEnd(bytes, at, to);
            starts[count] = at;
            ends[count] = end;
            count++;
            at = afterBlanks(bytes, end, to);
        }
        return at < to ? starts.length : count;
    }

    private static int afterBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\r')) {
            i++;
        }
        return i;
    }

    /// Where two blanks, or the line, end a cell.
    private static int cellEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to
                && bytes[i] != '\r'
                && !(bytes[i] == ' ' && (i + 1 == to || bytes[i + 1] == ' '))) {
            i++;
        }
        return i;
    }

    /// Reads what [#is] said to be a table.
    ///
    /// @return where it ends: a text may follow
    int read(byte[] bytes, int from, int to, Origin origin) {
        KeyPath path = unwrap.keyPath();
        int depth = path.depth();
        int row = 0;
        int at = Table.behindRuler(bytes, Unwrap.find(bytes, from, to, '\n') + 1, to);
        while (at < to) {
            int end = Unwrap.find(bytes, at, to, '\n');
            int count = end - at > MAX_LINE ? 0 : cells(bytes, at, end);
            if (count != columns && count != columns + 1) {
                return at;
            }
            int first = count - columns;
            for (int i = 0; i < count; i++) {
                path.index(row);
                if (i >= first) {
                    path.key(names[i - first], 0, names[i - first].length);
                }
                unwrap.plain(
                        bytes, starts[i], ends[i], origin, false, i < first ? 0 : keys[i - first]);
                path.cutTo(depth);
            }
            at = end + 1;
            row++;
        }
        return to;
    }
}
