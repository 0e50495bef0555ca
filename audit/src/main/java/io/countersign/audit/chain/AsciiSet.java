package io.countersign.audit.chain;

/// A set of ASCII characters as a bitmap.
final class AsciiSet {
    private final long low;
    private final long high;

    private AsciiSet(long low, long high) {
        this.low = low;
        this.high = high;
    }

    /// @param spec characters and ranges such as `A-Z`; a `-` at the end stands for itself
    static AsciiSet of(String spec) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < spec.length(); i++) {
            char from = spec.charAt(i);
            char to = from;
            if (i + 2 < spec.length() && spec.charAt(i + 1) == '-') {
                to = spec.charAt(i + 2);
                i += 2;
            }
            for (char c = from; c <= to; c++) {
                if (c < 64) {
                    low |= 1L << c;
                } else {
                    high |= 1L << (c - 64);
                }
            }
        }
        return new AsciiSet(low, high);
    }

    /// True where the text has 1 to `maxChars` characters, all of this set.
    boolean covers(String text, int maxChars) {
        int length = text.length();
        if (length == 0 || length > maxChars) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!has(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean has(char c) {
        return c < 128 && ((c < 64 ? low : high) >>> c & 1L) != 0;
    }
}
