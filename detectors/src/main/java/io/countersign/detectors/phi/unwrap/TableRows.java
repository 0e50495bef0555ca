package io.countersign.detectors.phi.unwrap;

/// Where the rows of a table end: at a line feed that stands in no quoted cell (RFC 4180, section
/// 2.6). A quotation mark quotes where it begins a cell; where the cell is never closed, or the row
/// would have another number of columns, it is an inch mark or the like and the line is the row.
/// Work is linear: what was read in vain is not read so again.
///
/// For one thread, and for one array until [#restart()].
public final class TableRows {
    /// A longer row is read line by line.
    private static final int MAX_ROW = 64 << 10;

    private final byte separator;
    private final int columns;
    private int readInVain;

    /// @param separator of the cells
    /// @param columns of the header line
    TableRows(byte separator, int columns) {
        this.separator = separator;
        this.columns = columns;
    }

    /// Another array comes.
    public void restart() {
        readInVain = 0;
    }

    /// The line feed that ends the row which begins at `from`, or `to`.
    public int end(byte[] bytes, int from, int to) {
        int lineEnd = Unwrap.find(bytes, from, to, '\n');
        if (from < readInVain || !oddQuotes(bytes, from, lineEnd)) {
            return lineEnd;
        }
        int limit = Math.min(to, from + MAX_ROW);
        int at = from;
        for (int column = 1; column <= columns && at <= limit; column++) {
            at = cellEnd(bytes, at, limit);
            boolean ends = at < limit ? bytes[at] == '\n' : limit == to;
            if (ends && column == columns) {
                return at;
            }
            if (ends) {
                break;
            }
            at++;
        }
        readInVain = at;
        return lineEnd;
    }

    private static boolean oddQuotes(byte[] bytes, int from, int to) {
        boolean odd = false;
        int at = Unwrap.find(bytes, from, to, '"');
        while (at < to) {
            odd = !odd;
            at = Unwrap.find(bytes, at + 1, to, '"');
        }
        return odd;
    }

    /// The separator or line feed behind a cell; `to` where there is none, or no quotation mark
    /// that closes it.
    private int cellEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        if (at < to && bytes[at] == '"') {
            at = Unwrap.find(bytes, at + 1, to, '"');
            while (at + 1 < to && bytes[at + 1] == '"') {
                at = Unwrap.find(bytes, at + 2, to, '"');
            }
        }
        while (at < to && bytes[at] != separator && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
