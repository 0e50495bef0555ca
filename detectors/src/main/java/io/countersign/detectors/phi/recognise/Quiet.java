package io.countersign.detectors.phi.recognise;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Tells from the bytes alone that a leaf holds nothing to find when neither health words nor names
/// are looked for. Each recogniser of that set needs one of these:
///
/// - a digit: numbers, dates, ages, chains, long runs of Base64;
/// - `@`: e-mail; `=`: a URL that carries a person;
/// - a bracket: a placeholder, and words that stand in one;
/// - a colon with no blank after it: an image's data, a MAC address of letters;
/// - two dashes with two characters between: such an address again.
///
/// Whoever adds a recogniser to that set adds its byte here; `QuietLeavesHoldNothingTest` compares.
final class Quiet {
    private static final byte ALWAYS = 1;
    private static final byte BEFORE_NO_BLANK = 2;
    private static final byte PAIR = 3;
    private static final int PAIR_DISTANCE = 3;

    private static final byte[] ROUSES = new byte[256];

    static {
        Arrays.fill(ROUSES, '0', '9' + 1, ALWAYS);
        for (char c : new char[] {'@', '=', '[', ']', '<', '>', '{', '}'}) {
            ROUSES[c] = ALWAYS;
        }
        ROUSES[':'] = BEFORE_NO_BLANK;
        ROUSES['-'] = PAIR;
    }

    private Quiet() {}

    /// Whether something may be found; false is certain.
    static boolean rouses(byte[] b, int from, int to) {
        int i = from;
        while (true) {
            while (i + 8 <= to && mayRouse((long) LONGS.get(b, i)) == 0) {
                i += 8;
            }
            while (i < to && ROUSES[b[i] & 0xff] == 0) {
                i++;
            }
            if (i == to) {
                return false;
            }
            byte why = ROUSES[b[i] & 0xff];
            if (why == ALWAYS
                    || (why == BEFORE_NO_BLANK && i + 1 < to && b[i + 1] != ' ')
                    || (why == PAIR && i + PAIR_DISTANCE < to && b[i + PAIR_DISTANCE] == '-')) {
                return true;
            }
            i++;
        }
    }

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /// 0 where none of eight bytes is of [#ROUSES]: with bit 0x20 set, those are 0x30 to 0x3f,
    /// 0x60, and 0x7b and beyond; and the dash.
    private static long mayRouse(long x) {
        long y = x | 0x20 * ONES;
        return zero((y & 0xf0 * ONES) ^ 0x30 * ONES)
                | zero(y ^ 0x60 * ONES)
                | zero(x ^ '-' * ONES)
                | (((y & ~HIGH_BITS) + 5 * ONES) & ~x & HIGH_BITS);
    }

    /// Not 0 where a byte is 0.
    private static long zero(long x) {
        return (x - ONES) & ~x & HIGH_BITS;
    }
}
