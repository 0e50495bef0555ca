package io.countersign.detectors.phi.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight bytes of an array as one number, the first in its lowest bits, and what can be asked of
/// all of them at once. An answer has the high bit of each byte set of which it is true.
public final class EightBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private EightBytes() {}

    /// @param i place of the first; the array must hold seven more
    public static long at(byte[] bytes, int i) {
        return (long) LONGS.get(bytes, i);
    }

    /// Writes eight bytes from `i` on.
    public static void put(byte[] bytes, int i, long eight) {
        LONGS.set(bytes, i, eight);
    }

    /// Which of them are this byte.
    ///
    /// @param wanted 0 to 127
    public static long is(long eight, int wanted) {
        long other = eight ^ wanted * ONES;
        return ~(((other & LOW_BITS) + LOW_BITS) | other) & HIGH_BITS;
    }

    /// Which of them are at most this, or beyond ASCII.
    ///
    /// @param most 0 to 127
    public static long atMostOrWide(long eight, int most) {
        return (~((eight & LOW_BITS) + (LOW_BITS - most * ONES)) | eight) & HIGH_BITS;
    }

    /// The first byte of which an answer is true, from 0; 8 where it is true of none.
    public static int first(long answer) {
        return Long.numberOfTrailingZeros(answer) >>> 3;
    }

    /// An answer with 1 for each byte of which it is true and 0 for the others.
    public static long ones(long answer) {
        return answer >>> 7;
    }
}
