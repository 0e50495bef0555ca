package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.EightBytes;

/// Where the lines of a text end, and which of them cannot name the columns of a table: eight bytes
/// at a step, since every line of every text is asked.
final class Lines {
    /// Makes a question mark of an equals sign.
    private static final long EQUALS_TO_MARK = 0x0202020202020202L;

    private Lines() {}

    /// The first line feed or carriage return, or `to`.
    static int end(byte[] bytes, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            long ends = ends(EightBytes.at(bytes, i));
            if (ends != 0) {
                return i + EightBytes.first(ends);
            }
        }
        while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    /// Behind [#end].
    static int next(byte[] bytes, int from, int to) {
        return Math.min(to, end(bytes, from, to) + 1);
    }

    /// Whether what is left of a line, up to its line feed, holds `.`, `?`, `:` or `=`: most
    /// sentences do, and no name of a column.
    static boolean saysMoreThanNames(byte[] bytes, int from, int to) {
        int i = from;
        for (int last = to - Long.BYTES; i <= last; i += Long.BYTES) {
            long x = EightBytes.at(bytes, i);
            long signs =
                    EightBytes.is(x, '.')
                            | EightBytes.is(x, ':')
                            | EightBytes.is(x | EQUALS_TO_MARK, '?');
            long feeds = EightBytes.is(x, '\n');
            if ((signs | feeds) != 0) {
                return Long.numberOfTrailingZeros(signs) < Long.numberOfTrailingZeros(feeds);
            }
        }
        for (; i < to && bytes[i] != '\n'; i++) {
            byte c = bytes[i];
            if (c == '.' || c == ':' || c == '?' || c == '=') {
                return true;
            }
        }
        return false;
    }

    private static long ends(long x) {
        return EightBytes.is(x, '\n') | EightBytes.is(x, '\r');
    }
}
