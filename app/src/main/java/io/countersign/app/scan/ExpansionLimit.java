package io.countersign.app.scan;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what an input is and what it unpacks to, over all levels, and says when that is too much:
/// a few bytes that unpack to terabytes would keep a scan busy for ever.
///
/// Text packs up to about [#MAX_RATIO] times at most; what is below [#FREE_BYTES] is read anyhow.
final class ExpansionLimit {
    static final long FREE_BYTES = 256L << 20;
    static final long MAX_RATIO = 200;

    private final long free;
    private long packed;
    private long unpacked;
    private boolean reached;

    ExpansionLimit() {
        this(FREE_BYTES);
    }

    ExpansionLimit(long free) {
        this.free = free;
    }

    /// Whether something was cut off.
    boolean reached() {
        return reached;
    }

    /// The input as it stands.
    InputStream packed(InputStream in) {
        return new Counted(in) {
            @Override
            boolean count(long bytes) {
                packed += bytes;
                return true;
            }
        };
    }

    /// What comes out of an unpacking; ends where the limit is reached.
    InputStream unpacked(InputStream in) {
        return new Counted(in) {
            @Override
            boolean count(long bytes) {
                unpacked += bytes;
                reached |= unpacked > free && unpacked / MAX_RATIO > packed;
                return !reached;
            }
        };
    }

    private abstract static class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        /// False: no more is read.
        abstract boolean count(long bytes);

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (!count(0)) {
                return -1;
            }
            int read = in.read(bytes, from, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = 0;
            byte[] some = new byte[4096];
            while (skipped < bytes) {
                int read = read(some, 0, (int) Math.min(some.length, bytes - skipped));
                if (read < 0) {
                    break;
                }
                skipped += read;
            }
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
