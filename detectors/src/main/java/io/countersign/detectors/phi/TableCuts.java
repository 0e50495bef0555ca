package io.countersign.detectors.phi;

import io.countersign.detectors.phi.unwrap.TableRows;

/// Cuts a table between its rows, with the rows of a margin on both sides and the header line in
/// front. Where no row ends within half a window, as [LineCuts] does.
final class TableCuts implements Cuts {
    private final int windowBytes;
    private final int marginBytes;
    private final byte[] header;
    private final TableRows rows;
    private final LineCuts lines;

    /// Bytes before the next window in which whole rows stand; less than none where the last cut
    /// was at no row's end.
    private int rowsBefore;

    /// @param header with its line end
    TableCuts(int windowBytes, int marginBytes, byte[] header, TableRows rows) {
        this.windowBytes = windowBytes;
        this.marginBytes = marginBytes;
        this.header = header;
        this.rows = rows;
        this.lines = new LineCuts(windowBytes, marginBytes, header);
    }

    @Override
    public Cut cut(byte[] data, int filled, int next, boolean first) {
        int latest = next + windowBytes;
        int to = next;
        int marginFrom = next;
        rows.restart();
        for (int end = rowEnd(data, next, filled);
                end > 0 && end <= latest;
                end = rowEnd(data, to, filled)) {
            to = end;
            marginFrom = marginFrom < latest - marginBytes ? to : marginFrom;
        }
        if (rowsBefore < 0 || to <= next + windowBytes / 2) {
            rowsBefore = NOT_AT_A_ROW;
            return lines.cut(data, filled, next, first);
        }
        int stop = to;
        for (int end = rowEnd(data, to, filled);
                end > 0 && end <= to + marginBytes;
                end = rowEnd(data, stop, filled)) {
            stop = end;
        }
        int begin = next - rowsBefore;
        rowsBefore = to - marginFrom;
        return new Cut(front(first, begin), begin, to, stop, Cut.NOTHING, true);
    }

    @Override
    public Cut rest(byte[] data, int filled, int next, boolean first) {
        if (rowsBefore < 0) {
            return lines.rest(data, filled, next, first);
        }
        int begin = next - rowsBefore;
        return new Cut(front(first, begin), begin, filled, filled, Cut.NOTHING, true);
    }

    private static final int NOT_AT_A_ROW = -1;

    private byte[] front(boolean first, int begin) {
        return first && begin == 0 ? Cut.NOTHING : header;
    }

    /// Behind the line feed of the row that begins at `from`; 0 where there is none.
    private int rowEnd(byte[] data, int from, int filled) {
        int end = rows.end(data, from, filled);
        return end < filled ? end + 1 : 0;
    }
}
