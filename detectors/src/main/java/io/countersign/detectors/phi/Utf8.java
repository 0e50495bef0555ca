package io.countersign.detectors.phi;

import io.countersign.detectors.phi.engine.EightBytes;

/// Whether bytes are text at all, in one pass.
final class Utf8 {
    private static final long HIGH_BITS = 0x8080808080808080L;

    /// Bytes that are looked at for control characters; whole steps.
    private static final int SAMPLE = 4096;

    private static final int STEP = 512;

    enum Verdict {
        VALID,
        /// Text with bytes that are not UTF-8.
        BROKEN,
        /// No text: control characters or mostly broken.
        BINARY
    }

    private Utf8() {}

    static Verdict check(byte[] b, int from, int to) {
        int sampleEnd = Math.min(to, from + SAMPLE);
        int controls = 0;
        int broken = 0;
        int read = from;
        for (int at = from; at < to; at += STEP) {
            int end = Math.min(to, at + STEP);
            if (plain(b, at, end)) {
                continue;
            }
            if (at < sampleEnd) {
                controls += controls(b, at, Math.min(end, sampleEnd));
            }
            // A character may have reached into this step from the one before.
            read = Math.max(read, at);
            while (read < end) {
                if (read + 8 <= end && (EightBytes.at(b, read) & HIGH_BITS) == 0) {
                    read += 8;
                    continue;
                }
                if (b[read] >= 0) {
                    read++;
                    continue;
                }
                int width = width(b, read, to);
                broken += width == 0 ? 1 : 0;
                read += Math.max(1, width);
            }
        }
        // More than one control character in 64 of the sample; UTF-16 shows by its zeros.
        if (controls * 64 > sampleEnd - from && controls > 2) {
            return Verdict.BINARY;
        }
        if (broken == 0) {
            return Verdict.VALID;
        }
        return broken > (to - from) / 4 ? Verdict.BINARY : Verdict.BROKEN;
    }

    /// Whether a step holds ASCII alone and no control characters, as nearly all do. The loop is
    /// one that the compiler turns into vector instructions: no branch, one sum.
    private static boolean plain(byte[] b, int from, int to) {
        int longs = (to - from) >> 3;
        long other = 0;
        for (int k = 0; k < longs; k++) {
            long x = EightBytes.at(b, from + 8 * k);
            other |= x | rare(x);
        }
        for (int i = from + 8 * longs; i < to; i++) {
            other |= b[i] | (control(b[i]) ? HIGH_BITS : 0);
        }
        return (other & HIGH_BITS) == 0;
    }

    /// Control characters other than white space.
    private static int controls(byte[] b, int from, int to) {
        int controls = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            controls += Long.bitCount(controls(EightBytes.at(b, i)));
        }
        for (; i < to; i++) {
            controls += control(b[i]) ? 1 : 0;
        }
        return controls;
    }

    private static boolean control(byte c) {
        return (c >= 0 && c < 9) || (c > 13 && c < 27) || c == 31;
    }

    /// The high bit of each of eight bytes that is below 0x20 and not 9 to 13: those of
    /// [#controls(long)] and a few more. Other high bits may be set beside a byte of 0x80 and more.
    private static long rare(long x) {
        long y = x & ~HIGH_BITS;
        return ~(y + 0x6060606060606060L)
                & ((y + 0x7272727272727272L) | ~(y + 0x7777777777777777L));
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
