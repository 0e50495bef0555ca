package io.countersign.detectors.phi;

/// Cuts at line ends, with the neighbouring lines of a margin on both sides; a line longer than a
/// window between two words, or between two characters.
final class LineCuts implements Cuts {
    private final int windowBytes;
    private final int marginBytes;
    private final byte[] header;

    /// @param header of a table, with its line end; empty for other texts
    LineCuts(int windowBytes, int marginBytes, byte[] header) {
        this.windowBytes = windowBytes;
        this.marginBytes = marginBytes;
        this.header = header;
    }

    @Override
    public Cut cut(byte[] data, int filled, int next, boolean first) {
        int latest = next + windowBytes;
        int to = lineEnd(data, latest, next + windowBytes / 2);
        if (to < 0) {
            to = wordEnd(data, filled, latest);
        }
        int begin = first && next == 0 ? 0 : marginBefore(data, filled, next);
        return cut(data, begin, next, to, marginAfter(data, filled, to), first, false);
    }

    @Override
    public Cut rest(byte[] data, int filled, int next, boolean first) {
        int begin = first && next == 0 ? 0 : marginBefore(data, filled, next);
        return cut(data, begin, next, filled, filled, first, true);
    }

    private Cut cut(
            byte[] data, int begin, int next, int to, int stop, boolean first, boolean last) {
        boolean whole = first && begin == 0;
        boolean clean = (next == 0 || data[next - 1] == '\n') && (last || data[to - 1] == '\n');
        return new Cut(whole ? Cut.NOTHING : header, begin, to, stop, Cut.NOTHING, clean);
    }

    /// After the last line end up to `latest`; -1 where there is none after `earliest`.
    static int lineEnd(byte[] data, int latest, int earliest) {
        for (int i = latest; i > earliest; i--) {
            if (data[i - 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int wordEnd(byte[] data, int filled, int latest) {
        for (int i = latest; i > latest - marginBytes; i--) {
            if (data[i - 1] == ' ') {
                return i;
            }
        }
        return character(data, filled, latest);
    }

    /// From a line's begin, so that lines of JSON and rows of a table are whole; where the line is
    /// longer than a margin, nothing if the window itself begins with a line, else characters.
    private int marginBefore(byte[] data, int filled, int next) {
        int earliest = Math.max(0, next - marginBytes);
        for (int i = earliest; i < next; i++) {
            if (data[i] == '\n' && i + 1 < next) {
                return i + 1;
            }
        }
        return next == 0 || data[next - 1] == '\n' ? next : character(data, filled, earliest);
    }

    /// Up to a line's end; where there is none within a margin, nothing if the window itself ends
    /// with a line, else characters.
    private int marginAfter(byte[] data, int filled, int to) {
        int latest = Math.min(filled, to + marginBytes);
        for (int i = latest; i > to; i--) {
            if (data[i - 1] == '\n') {
                return i;
            }
        }
        return data[to - 1] == '\n' ? to : character(data, filled, latest);
    }

    /// The begin of the character that the byte at `at` belongs to.
    static int character(byte[] data, int filled, int at) {
        int begin = at;
        while (begin > 0 && begin > at - 4 && begin < filled && (data[begin] & 0xC0) == 0x80) {
            begin--;
        }
        return begin;
    }
}
