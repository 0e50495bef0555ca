package io.countersign.audit.tokens;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// SipHash-2-4 of Aumasson and Bernstein (2012): a keyed 64-bit hash for those who only have to
/// tell texts apart. Who doesn't hold the key can't find two texts with one value but by chance,
/// 2^-64 for each try.
///
/// Too short for a digest that others rely on; there it is HMAC-SHA256. Immutable, for any thread.
final class SipHash {
    static final int KEY_BYTES = 16;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;

    /// @param key at least 16 bytes, of which the first 16 count
    SipHash(byte[] key) {
        if (key.length < KEY_BYTES) {
            throw new IllegalArgumentException("a key of fewer than " + KEY_BYTES + " bytes");
        }
        key0 = (long) LONG.get(key, 0);
        key1 = (long) LONG.get(key, Long.BYTES);
    }

    long of(byte[] text) {
        // "somepseudorandomlygeneratedbytes", section 2.1 of the paper.
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int whole = text.length & -Long.BYTES;
        // The last word: the bytes that are left, and the length modulo 256 on top.
        long last = (long) text.length << 56;
        for (int i = text.length - 1; i >= whole; i--) {
            last |= (text[i] & 0xFFL) << (8 * (i - whole));
        }
        for (int at = 0; at <= whole; at += Long.BYTES) {
            long word = at < whole ? (long) LONG.get(text, at) : last;
            v3 ^= word;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        v2 ^= 0xFF;
        for (int round = 0; round < 4; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    @Override
    public String toString() {
        return "SipHash[redacted]";
    }
}
