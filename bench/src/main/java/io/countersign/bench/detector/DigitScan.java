package io.countersign.bench.detector;

import java.util.Arrays;
import java.util.List;

/// The measure that rates are divided by: a class table, a byte at a time, that finds runs of five
/// digits and more and does nothing else.
final class DigitScan implements Contender {
    private static final int MIN_RUN = 5;
    private static final byte[] DIGIT = new byte[256];

    static {
        Arrays.fill(DIGIT, '0', '9' + 1, (byte) 1);
    }

    @Override
    public long pass(List<byte[]> documents) {
        long found = 0;
        for (byte[] document : documents) {
            found += runs(document);
        }
        return found;
    }

    private static int runs(byte[] bytes) {
        int found = 0;
        int i = 0;
        while (i < bytes.length) {
            if (DIGIT[bytes[i] & 0xff] == 0) {
                i++;
                continue;
            }
            int start = i;
            do {
                i++;
            } while (i < bytes.length && DIGIT[bytes[i] & 0xff] != 0);
            if (i - start >= MIN_RUN) {
                found++;
            }
        }
        return found;
    }
}
