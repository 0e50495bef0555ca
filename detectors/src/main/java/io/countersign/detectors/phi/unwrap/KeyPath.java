package io.countersign.detectors.phi.unwrap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The keys that lead to a leaf. They are noted as slices and written out only for a leaf in which
/// something was found: a slice of a key's bytes, an index (`to` is [#INDEX]), or a field of an HL7
/// segment (`to` is [#FIELD] less its number, the slice begins with the segment's name).
final class KeyPath {
    private static final int MAX_LENGTH = 512;

    private static final int INDEX = -1;
    private static final int FIELD = -2;

    /// Deeper keys are left out of the path.
    private static final int MAX_DEPTH = 512;

    private static final byte[] NONE = new byte[0];

    private String prefix = "";
    private byte[][] keys = new byte[16][];
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int depth;
    private String fixed = "";
    private int fixedDepth;

    void start(String newPrefix) {
        prefix = newPrefix;
        depth = 0;
        fixed = "";
        fixedDepth = 0;
    }

    /// Replaces what is written for the keys so far, and returns what was written before.
    String says(String whole) {
        String before = fixed;
        fixed = whole;
        fixedDepth = whole.isEmpty() ? 0 : depth;
        return before;
    }

    int depth() {
        return depth;
    }

    void cutTo(int newDepth) {
        depth = newDepth;
    }

    void key(byte[] bytes, int first, int last) {
        push(bytes, first, last);
    }

    void key(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        push(bytes, 0, bytes.length);
    }

    void index(int index) {
        push(NONE, index, INDEX);
    }

    /// A field of the HL7 segment that begins at `segment`: PID-5.
    void field(byte[] bytes, int segment, int number) {
        push(bytes, segment, FIELD - number);
    }

    private void push(byte[] bytes, int first, int last) {
        if (depth == MAX_DEPTH) {
            return;
        }
        if (depth == keys.length) {
            keys = Arrays.copyOf(keys, depth * 2);
            from = Arrays.copyOf(from, depth * 2);
            to = Arrays.copyOf(to, depth * 2);
        }
        keys[depth] = bytes;
        from[depth] = first;
        to[depth] = last;
        depth++;
    }

    /// Whether the last key is this word.
    boolean endsWith(String word) {
        return at(depth - 1, word);
    }

    /// Whether the key before the last, indices left out, is this word.
    boolean parentIs(String word) {
        int i = depth - 2;
        while (i >= 0 && to[i] < 0) {
            i--;
        }
        return at(i, word);
    }

    private boolean at(int i, String word) {
        return i >= 0
                && to[i] - from[i] == word.length()
                && Unwrap.startsWith(keys[i], from[i], to[i], word);
    }

    /// Tells this path from others, its indices included.
    long hash() {
        long hash = depth;
        for (int i = 0; i < depth; i++) {
            hash = (hash ^ (to[i] < 0 ? (long) from[i] << 32 | -to[i] : 0)) * 0x9E3779B97F4A7C15L;
            for (int x = from[i]; x < to[i]; x++) {
                hash = (hash ^ keys[i][x]) * 0x9E3779B97F4A7C15L;
            }
            hash ^= hash >>> 31;
        }
        return hash;
    }

    @Override
    public String toString() {
        String start = fixed.isEmpty() ? prefix : fixed;
        if (fixedDepth >= depth) {
            return start;
        }
        int n = ascii(start);
        return n >= 0 ? new String(written, 0, n, StandardCharsets.US_ASCII) : slow(start);
    }

    private final byte[] written = new byte[2 * MAX_LENGTH + 32];

    /// Writes the path into [#written] and returns its length; -1 where not all of it is ASCII.
    private int ascii(String start) {
        byte[] out = written;
        int n = start.length();
        if (n >= MAX_LENGTH) {
            return -1;
        }
        for (int x = 0; x < n; x++) {
            char c = start.charAt(x);
            if (c >= 0x80) {
                return -1;
            }
            out[x] = (byte) c;
        }
        for (int i = fixedDepth; i < depth && n < MAX_LENGTH; i++) {
            if (to[i] == INDEX) {
                out[n++] = '[';
                n = number(out, n, from[i]);
                out[n++] = ']';
                continue;
            }
            if (n > 0) {
                out[n++] = '.';
            }
            boolean field = to[i] <= FIELD;
            int length = Math.min(field ? nameLength(i) : to[i] - from[i], MAX_LENGTH);
            byte[] key = keys[i];
            int first = from[i];
            for (int x = 0; x < length; x++) {
                byte c = key[first + x];
                if (c < 0) {
                    return -1;
                }
                out[n++] = c;
            }
            if (field) {
                out[n++] = '-';
                n = number(out, n, FIELD - to[i]);
            }
        }
        return n;
    }

    private static int number(byte[] out, int at, int value) {
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = value;
        for (int x = at + digits - 1; x >= at; x--) {
            out[x] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    private int nameLength(int i) {
        return Math.min(SEGMENT_NAME, keys[i].length - from[i]);
    }

    private static final int SEGMENT_NAME = 3;

    private String slow(String start) {
        StringBuilder out = new StringBuilder(start);
        for (int i = fixedDepth; i < depth && out.length() < MAX_LENGTH; i++) {
            if (to[i] == INDEX) {
                out.append('[').append(from[i]).append(']');
                continue;
            }
            if (!out.isEmpty()) {
                out.append('.');
            }
            if (to[i] <= FIELD) {
                out.append(new String(keys[i], from[i], nameLength(i), StandardCharsets.ISO_8859_1))
                        .append('-')
                        .append(FIELD - to[i]);
                continue;
            }
            int length = Math.min(to[i] - from[i], MAX_LENGTH);
            out.append(new String(keys[i], from[i], length, StandardCharsets.UTF_8));
        }
        return out.toString();
    }
}
