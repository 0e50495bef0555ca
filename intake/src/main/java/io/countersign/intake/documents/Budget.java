package io.countersign.intake.documents;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What is left of the limits of one document while it is opened. For one thread.
final class Budget {
    private long bytes = DocumentLimits.MAX_UNPACKED_BYTES;
    private int chars = DocumentLimits.MAX_TEXT_CHARS;
    private int files = DocumentLimits.MAX_FILES;

    void file() throws LimitReachedException {
        if (--files < 0) {
            throw new LimitReachedException("files");
        }
    }

    private void bytes(long some) throws LimitReachedException {
        bytes -= some;
        if (bytes < 0) {
            throw new LimitReachedException("unpacked bytes");
        }
    }

    /// A stream that ends with an exception where too much came out of it.
    InputStream of(InputStream unpacked) {
        return new FilterInputStream(unpacked) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                if (next >= 0) {
                    bytes(1);
                }
                return next;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int some = super.read(into, offset, length);
                if (some > 0) {
                    bytes(some);
                }
                return some;
            }

            // What it reads from belongs to the archive.
            @Override
            public void close() {
                // The archive's reader goes on behind it.
            }
        };
    }

    /// A text that all of the document's texts share the limit of.
    Text text() {
        return new Text();
    }

    /// Text as it is read, up to the limit.
    final class Text {
        private final StringBuilder text = new StringBuilder();

        Text add(CharSequence more) throws LimitReachedException {
            int some = Math.min(more.length(), chars);
            text.append(more, 0, some);
            chars -= some;
            if (some < more.length()) {
                throw new LimitReachedException("characters");
            }
            return this;
        }

        /// Adds a text that was counted when it was read.
        void take(Text other) {
            text.append(other.text);
        }

        /// A line end, where the text is not at one.
        void line() throws LimitReachedException {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                add("\n");
            }
        }

        boolean isBlank() {
            return text.chars().allMatch(Character::isWhitespace);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
