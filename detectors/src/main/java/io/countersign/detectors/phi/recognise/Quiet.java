package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.EightBytes;

/// Tells from the bytes alone that a leaf holds nothing to find when neither health words nor names
/// are looked for. Each recogniser of that set needs one of these:
///
/// - a digit: numbers, dates, ages, chains, long runs of Base64;
/// - `@`: e-mail;
/// - `=` in a word and a value: a URL that carries a person;
/// - an opening bracket: a placeholder;
/// - a colon right before a slash (a URL), an `i` (an image's data), a hexadecimal digit or another
///   colon (an address of a network);
/// - two dashes with two hexadecimal digits between: such an address again.
///
/// Whoever adds a recogniser to that set adds its byte here; `QuietLeavesHoldNothingTest` compares.
final class Quiet {
    private static final int PAIR_DISTANCE = 3;

    /// Leaves shorter than this are looked at eight bytes at a step alone.
    private static final int MIN_LOOPS = 96;

    /// What is looked at first: most texts that rouse do so early.
    private static final int HEAD = 64;

    /// Bytes that are looked at before anything is decided.
    private static final int STEP = 512;

    private Quiet() {}

    /// Whether something may be found; false is certain.
    static boolean rouses(byte[] b, int from, int to) {
        if (to - from < MIN_LOOPS) {
            return rouses(b, from, to, from, to);
        }
        if (rouses(b, from, to, from, from + HEAD)) {
            return true;
        }
        int at = from + HEAD;
        while (at <= to - PAIR_DISTANCE - Long.BYTES) {
            int longs = Math.min(STEP, to - PAIR_DISTANCE - at) / Long.BYTES;
            int end = at + Long.BYTES * longs;
            if (figures(b, at, longs) || signs(b, at, longs)) {
                return true;
            }
            if ((colons(b, at, longs) || dashes(b, at, longs)) && rouses(b, from, to, at, end)) {
                return true;
            }
            at = end;
        }
        return rouses(b, from, to, at, to);
    }

    /// Whether one of the bytes [first, past) rouses.
    private static boolean rouses(byte[] b, int from, int to, int first, int past) {
        int i = first;
        for (; i + Long.BYTES <= past; i += Long.BYTES) {
            long marks = marks(EightBytes.at(b, i));
            if (marks != 0 && marked(b, from, to, i, marks)) {
                return true;
            }
        }
        if (i == past) {
            return false;
        }
        if (past < Long.BYTES) {
            for (; i < past; i++) {
                if (rouses(b, from, to, i)) {
                    return true;
                }
            }
            return false;
        }
        // The last eight bytes, without those that were looked at.
        int lastFrom = past - Long.BYTES;
        long rest = marks(EightBytes.at(b, lastFrom)) & (-1L << (Byte.SIZE * (i - lastFrom)));
        return rest != 0 && marked(b, from, to, lastFrom, rest);
    }

    private static boolean marked(byte[] b, int from, int to, int at, long marks) {
        for (long rest = marks; rest != 0; rest &= rest - 1) {
            if (rouses(b, from, to, at + (Long.numberOfTrailingZeros(rest) >>> 3))) {
                return true;
            }
        }
        return false;
    }

    private static boolean rouses(byte[] b, int from, int to, int i) {
        return switch (b[i]) {
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '@', '[', '<', '{' -> true;
            case '=' -> i > from && letter(b[i - 1]) && i + 1 < to && valued(b[i + 1]);
            case ':' ->
                    i + 1 < to
                            && (b[i + 1] == '/'
                                    || b[i + 1] == ':'
                                    || (b[i + 1] | 0x20) == 'i'
                                    || hexadecimal(b[i + 1]));
            case '-' ->
                    i + PAIR_DISTANCE < to
                            && b[i + PAIR_DISTANCE] == '-'
                            && hexadecimal(b[i + 1])
                            && hexadecimal(b[i + 2]);
            default -> false;
        };
    }

    /// No blank: a letter beyond ASCII is a value too.
    private static boolean valued(byte c) {
        return c < 0 || c > ' ';
    }

    private static boolean letter(byte c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean hexadecimal(byte c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    // Prose has a dash, colon or question mark in every hundred bytes, and a branch at each of them
    // costs more than four loops without any. Four and not one, since the compiler makes vector
    // instructions of a loop of this length and none of a longer one.

    /// Whether some byte of so many longs is a digit or `<`.
    private static boolean figures(byte[] b, int at, int longs) {
        long found = 0;
        for (int k = 0; k < longs; k++) {
            long x = EightBytes.at(b, at + Long.BYTES * k);
            long y = x & LOW_BITS;
            found |= (((y + 0x50 * ONES) & ~(y + 0x46 * ONES)) | is(y, '<')) & ~x;
        }
        return (found & HIGH_BITS) != 0;
    }

    /// Whether one is `@`, `[` or `{`.
    private static boolean signs(byte[] b, int at, int longs) {
        long found = 0;
        for (int k = 0; k < longs; k++) {
            long x = EightBytes.at(b, at + Long.BYTES * k);
            long y = x & LOW_BITS;
            found |= (is(y, '@') | is(y | 0x20 * ONES, '{')) & ~x;
        }
        return (found & HIGH_BITS) != 0;
    }

    /// Whether one is a colon or `=` before a byte beyond the blank, and so may rouse. Reads a byte
    /// beyond.
    private static boolean colons(byte[] b, int at, int longs) {
        long found = 0;
        for (int k = 0; k < longs; k++) {
            long x = EightBytes.at(b, at + Long.BYTES * k);
            long next = EightBytes.at(b, at + Long.BYTES * k + 1);
            long y = x & LOW_BITS;
            found |= (is(y, ':') | is(y, '=')) & (((next & LOW_BITS) + 0x5f * ONES) | next) & ~x;
        }
        return (found & HIGH_BITS) != 0;
    }

    /// Whether one is a dash before a dash at the distance of a pair. Reads [#PAIR_DISTANCE] bytes
    /// beyond.
    private static boolean dashes(byte[] b, int at, int longs) {
        long found = 0;
        for (int k = 0; k < longs; k++) {
            long x = EightBytes.at(b, at + Long.BYTES * k);
            long third = EightBytes.at(b, at + Long.BYTES * k + PAIR_DISTANCE);
            long other = (x ^ '-' * ONES) | (third ^ '-' * ONES);
            found |= ~((other & LOW_BITS) + LOW_BITS) & ~other;
        }
        return (found & HIGH_BITS) != 0;
    }

    /// The high bit of each of eight bytes below 0x80 that is this one.
    private static long is(long ascii, char wanted) {
        return ~((ascii ^ wanted * ONES) + LOW_BITS);
    }

    /// The highest bit of each of eight bytes that may rouse: digits, the colon and the other
    /// signs.
    private static long marks(long x) {
        long y = x & LOW_BITS;
        long figures = (y + 0x50 * ONES) & ~(y + 0x45 * ONES);
        long signs = is(y | ONES, '=') | is(y, '@') | is(y | 0x20 * ONES, '{') | is(y, '-');
        return (figures | signs) & ~x & HIGH_BITS;
    }
}
