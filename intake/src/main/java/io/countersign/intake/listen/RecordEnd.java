package io.countersign.intake.listen;

/// Finds where a record ends, in bytes that come in pieces. For one record after the other.
interface RecordEnd {
    /// No end in this piece.
    int NONE = -1;

    /// The index behind the record and what delimits it, or [#NONE].
    int behind(byte[] bytes, int from, int to);

    /// How many of the last bytes are no part of the record.
    int delimiterBytes();

    /// Whether the end of the stream is an end too.
    boolean atEndOfStream();

    /// Whether a carriage return before the end is no part of the record either.
    default boolean isLine() {
        return delimiterBytes() > 0;
    }

    /// A line feed.
    ///
    /// @param atEndOfStream whether the last line may do without its end
    record Line(boolean atEndOfStream) implements RecordEnd {
        @Override
        public int behind(byte[] bytes, int from, int to) {
            for (int at = from; at < to; at++) {
                if (bytes[at] == '\n') {
                    return at + 1;
                }
            }
            return NONE;
        }

        @Override
        public int delimiterBytes() {
            return 1;
        }
    }

    /// The end of the stream alone.
    record Stream() implements RecordEnd {
        @Override
        public int behind(byte[] bytes, int from, int to) {
            return NONE;
        }

        @Override
        public int delimiterBytes() {
            return 0;
        }

        @Override
        public boolean atEndOfStream() {
            return true;
        }
    }

    /// The bracket that closes the first one of a JSON object.
    static RecordEnd ofObject() {
        return new RecordEnd() {
            private int depth;
            private boolean inText;
            private boolean escaped;

            @Override
            public int behind(byte[] bytes, int from, int to) {
                for (int at = from; at < to; at++) {
                    byte b = bytes[at];
                    if (inText) {
                        inText = escaped || b != '"';
                        escaped = !escaped && b == '\\';
                    } else if (b == '"') {
                        inText = true;
                    } else if (b == '{') {
                        depth++;
                    } else if (b == '}' && --depth <= 0) {
                        return at + 1;
                    }
                }
                return NONE;
            }

            @Override
            public int delimiterBytes() {
                return 0;
            }

            @Override
            public boolean atEndOfStream() {
                return false;
            }
        };
    }
}
