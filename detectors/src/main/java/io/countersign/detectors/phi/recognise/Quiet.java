package io.countersign.detectors.phi.recognise;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
    private static final int STEP = 32;
    private static final int PAIR_DISTANCE = 3;

    private Quiet() {}

    /// Whether something may be found; false is certain.
    static boolean rouses(byte[] b, int from, int to) {
        int i = from;
        for (; i + STEP <= to; i += STEP) {
            long m0 = marks((long) LONGS.get(b, i));
            long m1 = marks((long) LONGS.get(b, i + 8));
            long m2 = marks((long) LONGS.get(b, i + 16));
            long m3 = marks((long) LONGS.get(b, i + 24));
            if ((m0 | m1 | m2 | m3) != 0
                    && (rouses(b, from, to, i, m0)
                            || rouses(b, from, to, i + 8, m1)
                            || rouses(b, from, to, i + 16, m2)
                            || rouses(b, from, to, i + 24, m3))) {
                return true;
            }
        }
        for (; i < to; i++) {
            if (rouses(b, from, to, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean rouses(byte[] b, int from, int to, int at, long marks) {
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

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /// The highest bit of each of eight bytes that may rouse, and of a few others. With bit 0x20
    /// set, those are 0x30 to 0x3e, 0x60, and 0x7b and beyond; and the dash.
    private static long marks(long x) {
        long ascii = x & ~HIGH_BITS;
        long y = ascii | 0x20 * ONES;
        long figures = (y + 0x50 * ONES) & ~(y + 0x41 * ONES);
        long letters = (y + 0x1f * ONES) & ~(y + 5 * ONES);
        long beyond = (y + 0x20 * ONES) & ~letters;
        long dash = (ascii + 0x53 * ONES) & ~(ascii + 0x52 * ONES);
        return (figures | beyond | dash) & ~x & HIGH_BITS;
    }
}
