package io.countersign.app.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Walks once through UTF-8 and counts lines and Unicode code points, eight bytes a step. Bytes
/// that are no UTF-8 count as they would begin characters.
final class TextCursor {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long LINE_FEEDS = '\n' * LOW_BITS;
    private static final long SEVEN_BITS = 0x7F7F7F7F7F7F7F7FL;

    private final byte[] bytes;
    private int at;
    private int lines;
    private int codePoints;

    TextCursor(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /// Moves forward; never back.
    void advance(int to) {
        while (at + Long.BYTES <= to) {
            long eight = (long) LONGS.get(bytes, at);
            // A byte 10xxxxxx continues a character.
            codePoints += Long.BYTES - Long.bitCount((eight >>> 7) & ~(eight >>> 6) & LOW_BITS);
            long difference = eight ^ LINE_FEEDS;
            long other = ((difference & SEVEN_BITS) + SEVEN_BITS) | difference | SEVEN_BITS;
            lines += Long.bitCount(~other);
            at += Long.BYTES;
        }
        for (; at < to; at++) {
            codePoints += (bytes[at] & 0xC0) == 0x80 ? 0 : 1;
            lines += bytes[at] == '\n' ? 1 : 0;
        }
    }

    /// Line feeds passed so far.
    int lines() {
        return lines;
    }

    /// Code points that began so far.
    int codePoints() {
        return codePoints;
    }
}
