package io.countersign.sinks.siem.ndjson;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Lines that are written together: the bytes, and where each line ends. Pure; used by one thread.
final class NdjsonBatch {
    private static final int INITIAL_LINES = 64;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
    private int[] lineEnds = new int[INITIAL_LINES];
    private int lines;

    /// Where the encoder writes the current line.
    ByteArrayOutputStream out() {
        return bytes;
    }

    /// The current line is complete.
    void endLine() {
        bytes.write('\n');
        if (lines == lineEnds.length) {
            lineEnds = Arrays.copyOf(lineEnds, 2 * lines);
        }
        lineEnds[lines++] = bytes.size();
    }

    int lines() {
        return lines;
    }

    /// Bytes of all complete lines.
    int size() {
        return lines == 0 ? 0 : lineEnds[lines - 1];
    }

    /// Where the line ends, exclusive; its newline included.
    int lineEnd(int line) {
        return lineEnds[line];
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    void clear() {
        bytes.reset();
        lines = 0;
    }
}
