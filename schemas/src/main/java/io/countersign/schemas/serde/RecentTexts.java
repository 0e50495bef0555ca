package io.countersign.schemas.serde;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Short texts that were decoded lately, by their bytes: a log says the same names in entry after
/// entry. A text is found by all of its bytes, so that nobody can have one taken for another;
/// whoever makes texts collide makes them be decoded again. For one thread.
final class RecentTexts {
    /// Kept at most; about a hundred bytes each.
    private static final int SLOTS = 2_048;

    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SLOTS);

    /// Longer ones are mostly said once.
    private static final int MAX_BYTES = 64;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Odd, with its bits well spread.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final byte[][] spelt = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];

    /// The text that these bytes were decoded to before; null where that is not known.
    @Nullable String find(byte[] bytes, int at, int length) {
        if (length > MAX_BYTES) {
            return null;
        }
        int slot = slot(bytes, at, length);
        byte[] known = spelt[slot];
        return known != null && known.length == length && same(known, bytes, at)
                ? texts[slot]
                : null;
    }

    /// @param text what those bytes are in UTF-8
    void keep(byte[] bytes, int at, int length, String text) {
        if (length <= MAX_BYTES) {
            int slot = slot(bytes, at, length);
            spelt[slot] = Arrays.copyOfRange(bytes, at, at + length);
            texts[slot] = text;
        }
    }

    /// In steps of eight bytes, the last of which may look at some bytes again: for so few bytes
    /// faster than the library, which goes on byte by byte.
    private static boolean same(byte[] known, byte[] bytes, int at) {
        int last = known.length - Long.BYTES;
        if (last < 0) {
            return Arrays.equals(known, 0, known.length, bytes, at, at + known.length);
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) EIGHT_BYTES.get(known, i) != (long) EIGHT_BYTES.get(bytes, at + i)) {
                return false;
            }
        }
        return (long) EIGHT_BYTES.get(known, last) == (long) EIGHT_BYTES.get(bytes, at + last);
    }

    private static int slot(byte[] bytes, int at, int length) {
        long sum = length;
        if (length >= Long.BYTES) {
            sum +=
                    ((long) EIGHT_BYTES.get(bytes, at) * SPREAD)
                            ^ (long) EIGHT_BYTES.get(bytes, at + length - Long.BYTES);
        } else {
            for (int i = at; i < at + length; i++) {
                sum = (sum << Byte.SIZE) | (bytes[i] & 0xFF);
            }
        }
        return (int) ((sum * SPREAD) >>> SHIFT);
    }
}
