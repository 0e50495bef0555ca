package io.countersign.detectors.phi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Whether bytes are text at all, in one pass of eight bytes a step over ASCII.
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int SAMPLE = 4096;

    enum Verdict {
        VALID,
        /// Text with bytes that are not UTF-8.
        BROKEN,
        /// No text: control characters or mostly broken.
        BINARY
    }

    private Utf8() {}

    static Verdict check(byte[] b, int from, int to) {
        if (binary(b, from, Math.min(to, from + SAMPLE))) {
            return Verdict.BINARY;
        }
        int broken = 0;
        int i = from;
        while (i < to) {
            if (i + 32 <= to) {
                long some =
                        (long) LONGS.get(b, i)
                                | (long) LONGS.get(b, i + 8)
                                | (long) LONGS.get(b, i + 16)
                                | (long) LONGS.get(b, i + 24);
                if ((some & HIGH_BITS) == 0) {
                    i += 32;
                    continue;
                }
            }
            if (i + 8 <= to && ((long) LONGS.get(b, i) & HIGH_BITS) == 0) {
                i += 8;
                continue;
            }
            if (b[i] >= 0) {
                i++;
                continue;
            }
            int width = width(b, i, to);
            if (width == 0) {
                broken++;
                i++;
            } else {
                i += width;
            }
        }
        if (broken == 0) {
            return Verdict.VALID;
        }
        return broken > (to - from) / 4 ? Verdict.BINARY : Verdict.BROKEN;
    }

    /// Control characters other than white space, and more than one in 64 of the sample; UTF-16
    /// shows by its zeros.
    private static boolean binary(byte[] b, int from, int to) {
        int controls = 0;
        int i = from;
        while (i + 8 <= to) {
            // No byte below 0x20 in 32, as in a line of text: nothing to count.
            if (i + 32 <= to
                    && (below32((long) LONGS.get(b, i))
                                    | below32((long) LONGS.get(b, i + 8))
                                    | below32((long) LONGS.get(b, i + 16))
                                    | below32((long) LONGS.get(b, i + 24)))
                            == 0) {
                i += 32;
                continue;
            }
            controls += Long.bitCount(controls((long) LONGS.get(b, i)));
            i += 8;
        }
        while (i < to) {
            byte c = b[i++];
            if ((c >= 0 && c < 9)
                    || (c > 13 && c < 32 && c != 27 && c != 28 && c != 29 && c != 30)) {
                controls++;
            }
        }
        return controls * 64 > to - from && controls > 2;
    }

    /// Not 0 where one of eight bytes is below 0x20.
    private static long below32(long x) {
        return (x - 0x2020202020202020L) & ~x & HIGH_BITS;
    }

    /// The high bit of each of eight bytes that is a control character: below 0x20, but neither 9
    /// to 13 (white space) nor 27 to 30 (escape, HL7 and file separators).
    private static long controls(long x) {
        long y = x & ~HIGH_BITS;
        long below32 = ~(y + 0x6060606060606060L);
        long whiteSpace = (y + 0x7777777777777777L) & ~(y + 0x7272727272727272L);
        long separator = (y + 0x6565656565656565L) & ~(y + 0x6161616161616161L);
        return below32 & ~whiteSpace & ~separator & ~x & HIGH_BITS;
    }

    /// Bytes of the character at `i`, or 0 where there is none (RFC 3629, table 3-7 of Unicode).
    private static int width(byte[] b, int i, int to) {
        int lead = b[i] & 0xff;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return follows(b, i + 1, to, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            return follows(b, i + 1, to, low, high) && follows(b, i + 2, to, 0x80, 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            return follows(b, i + 1, to, low, high)
                            && follows(b, i + 2, to, 0x80, 0xBF)
                            && follows(b, i + 3, to, 0x80, 0xBF)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean follows(byte[] b, int i, int to, int low, int high) {
        return i < to && (b[i] & 0xff) >= low && (b[i] & 0xff) <= high;
    }
}
