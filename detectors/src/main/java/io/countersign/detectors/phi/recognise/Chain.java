package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Tokens;

/// Tokens joined without blanks (`UCSF-12345`, `555.123.4567x89`), with their letters and digits
/// side by side, separators left out. One for each thread: it is filled again for each candidate.
final class Chain {
    /// More letters and digits than this are no identifier.
    static final int MAX_COMPACT = 40;

    /// Letters in upper case and digits.
    final byte[] compact = new byte[MAX_COMPACT];

    int length;
    int digits;

    /// First token, and one past the last.
    int start;

    int end;

    /// First byte, and one past the last.
    int from;

    int to;

    /// One past the last token of the chain that starts here.
    static int end(Tokens t, int first) {
        int end = first + 1;
        while (end < t.count() && joins(t, end)) {
            end++;
        }
        return end;
    }

    static boolean joins(Tokens t, int token) {
        int gap = t.gap(token);
        if (gap == 0) {
            return true;
        }
        if (t.joined(token, Gap.DASH) || (gap == Gap.UNDERSCORE && t.gapLength(token) == 1)) {
            return true;
        }
        return (gap == Gap.STOP || gap == Gap.SLASH) && t.gapLength(token) == 1 && t.digits(token);
    }

    void collect(Tokens t, int first, int last) {
        start = first;
        end = last;
        from = t.start(first);
        to = t.end(last - 1);
        length = 0;
        digits = 0;
        byte[] b = t.bytes();
        for (int token = first; token < last; token++) {
            boolean number = t.digits(token);
            for (int i = t.start(token); i < t.end(token); i++) {
                if (length == MAX_COMPACT) {
                    return;
                }
                byte c = b[i];
                compact[length++] = c >= 'a' && c <= 'z' ? (byte) (c - 32) : c;
            }
            if (number) {
                digits += t.length(token);
            }
        }
    }

    /// Whether nothing but digits was collected.
    boolean number() {
        return digits == length;
    }

    int tokens() {
        return end - start;
    }

    boolean allDigits(int first, int last) {
        for (int i = first; i < last; i++) {
            if (compact[i] < '0' || compact[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /// Four digits that read as a year of these two centuries.
    boolean yearLike() {
        return digits == 4
                && length == 4
                && (compact[0] == '1' || compact[0] == '2')
                && (compact[1] == '9' || compact[1] == '0');
    }
}
