package io.countersign.detectors.phi.engine;

import java.util.Arrays;

/// Long runs of Base64 (RFC 4648), which hold no words and no numbers of anybody as they stand.
final class EncodedRun {
    /// Shortest run of Base64 that is passed over.
    private static final int MIN_ENCODED = 512;

    /// Bytes of Base64: 1 upper case, 2 lower case, 4 digits, 8 the others and line breaks.
    private static final byte[] ENCODED = new byte[256];

    static {
        Arrays.fill(ENCODED, 'A', 'Z' + 1, (byte) 1);
        Arrays.fill(ENCODED, 'a', 'z' + 1, (byte) 2);
        Arrays.fill(ENCODED, '0', '9' + 1, (byte) 4);
        for (char c : new char[] {'+', '/', '=', '\r', '\n'}) {
            ENCODED[c] = 8;
        }
    }

    private EncodedRun() {}

    /// One past a run that starts at `at` and is long enough to be passed over; where none does,
    /// minus the place up to which there is no need to ask again. Line breaks may stand in it.
    static int end(byte[] b, int at, int to) {
        int i = at;
        int upper = 0;
        int lower = 0;
        int figures = 0;
        for (int limit = Math.min(to, at + MIN_ENCODED / 2); i < limit; i++) {
            int c = ENCODED[b[i] & 0xff];
            if (c == 0) {
                return -i;
            }
            upper += c & 1;
            lower += c >> 1 & 1;
            figures += c >> 2 & 1;
        }
        if (upper <= 16 || lower <= 16 || figures <= 4) {
            return -i;
        }
        while (i < to && ENCODED[b[i] & 0xff] != 0) {
            i++;
        }
        return i - at >= MIN_ENCODED ? i : -i;
    }
}
