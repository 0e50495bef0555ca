package io.countersign.app.scan;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Cuts a stream into blocks of whole lines. A line longer than [#MAX_LINE_BYTES] is passed over
/// and its place is told. Where the stream pauses, what is there is handed out, so that a program
/// at the other end of a pipe gets its answers.
final class LineBlocks {
    static final int BLOCK_BYTES = 1 << 20;
    static final int MAX_LINE_BYTES = 32 << 20;

    /// A stream without bytes for so long has paused.
    private static final int PAUSE_MILLIS = 20;

    private final InputStream in;
    private boolean paused;
    private byte[] data = new byte[1 << 16];
    private int filled;
    private boolean ended;

    LineBlocks(InputStream in) {
        this.in = in;
    }

    /// Whole lines; or a stand-in for one line that is too long.
    static final class Block {
        private final byte[] bytes;
        private final boolean tooLong;

        Block(byte[] bytes, boolean tooLong) {
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        /// With the line feeds; the last line may lack its own. Not copied.
        byte[] bytes() {
            return bytes;
        }

        boolean tooLong() {
            return tooLong;
        }
    }

    Optional<Block> next() throws IOException {
        int searched = 0;
        while (true) {
            int wanted = Math.max(BLOCK_BYTES, searched + 1);
            fill(wanted);
            int end = ended ? filled : lastLineFeed(searched) + 1;
            if (paused && end == 0 && !ended) {
                fill(filled + 1);
                continue;
            }
            if (end > 0) {
                byte[] block = Arrays.copyOf(data, end);
                System.arraycopy(data, end, data, 0, filled - end);
                filled -= end;
                return Optional.of(new Block(block, false));
            }
            if (ended) {
                return Optional.empty();
            }
            if (filled > MAX_LINE_BYTES) {
                passOver();
                return Optional.of(new Block(new byte[0], true));
            }
            searched = filled;
        }
    }

    private void passOver() throws IOException {
        while (!ended) {
            filled = 0;
            fill(1);
            for (int i = 0; i < filled; i++) {
                if (data[i] == '\n') {
                    System.arraycopy(data, i + 1, data, 0, filled - i - 1);
                    filled -= i + 1;
                    return;
                }
            }
        }
        filled = 0;
    }

    private int lastLineFeed(int from) {
        for (int i = filled - 1; i >= from; i--) {
            if (data[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Reads until there are at least `wanted` bytes, or the end.
    private void fill(int wanted) throws IOException {
        while (!ended && filled < wanted) {
            if (filled == data.length) {
                data = Arrays.copyOf(data, 2 * data.length);
            }
            int read = in.read(data, filled, data.length - filled);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
                paused = filled < wanted && pauses();
                if (paused) {
                    return;
                }
            }
        }
    }

    /// Whether the stream had nothing more to give when the last block was handed out: the receiver
    /// may want its results now.
    boolean paused() {
        return paused;
    }

    private boolean pauses() throws IOException {
        for (int i = 0; i < PAUSE_MILLIS; i++) {
            if (in.available() > 0) {
                return false;
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return true;
    }
}
