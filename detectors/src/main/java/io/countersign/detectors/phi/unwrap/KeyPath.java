package io.countersign.detectors.phi.unwrap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The keys that lead to a leaf. They are noted as slices and written out only for a leaf in which
/// something was found.
final class KeyPath {
    private static final int MAX_LENGTH = 512;

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
        push(NONE, index, -1);
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
            hash = (hash ^ (to[i] < 0 ? from[i] : 0)) * 0x9E3779B97F4A7C15L;
            for (int x = from[i]; x < to[i]; x++) {
                hash = (hash ^ keys[i][x]) * 0x9E3779B97F4A7C15L;
            }
            hash ^= hash >>> 31;
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(fixed.isEmpty() ? prefix : fixed);
        for (int i = fixedDepth; i < depth && out.length() < MAX_LENGTH; i++) {
            if (to[i] < 0) {
                out.append('[').append(from[i]).append(']');
                continue;
            }
            if (!out.isEmpty()) {
                out.append('.');
            }
            int length = Math.min(to[i] - from[i], MAX_LENGTH);
            out.append(new String(keys[i], from[i], length, StandardCharsets.UTF_8));
        }
        return out.toString();
    }
}
