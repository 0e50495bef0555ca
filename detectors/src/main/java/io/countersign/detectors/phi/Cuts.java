package io.countersign.detectors.phi;

/// Where a kind of text is cut into windows, and what a window needs in front and behind so that
/// its structure is read as it would be in the whole.
///
/// One for one text: it may remember what it passed.
interface Cuts {
    /// Finds the end of the window that begins at `next`. There are at least a window and a margin
    /// after `next`, and what was before is there as far as a margin.
    ///
    /// @param data the text, as far as it is in memory
    /// @param filled bytes of it
    /// @param next where the window's own bytes begin
    /// @param first whether the text begins at `data[0]`
    Cut cut(byte[] data, int filled, int next, boolean first);

    /// The last window: everything from `next` on.
    Cut rest(byte[] data, int filled, int next, boolean first);

    /// One window. Its arrays are not copied.
    final class Cut {
        static final byte[] NOTHING = new byte[0];

        private final byte[] before;
        private final int begin;
        private final int to;
        private final int stop;
        private final byte[] after;
        private final boolean clean;

        /// @param before bytes that are no part of the text here, such as a table's header line
        /// @param begin first byte of the text that the window sees
        /// @param to where its own bytes end
        /// @param stop where the bytes that it sees end
        /// @param after further bytes that are no part of the text
        /// @param clean whether its own bytes begin and end between lines, elements or segments
        Cut(byte[] before, int begin, int to, int stop, byte[] after, boolean clean) {
            this.before = before;
            this.begin = begin;
            this.to = to;
            this.stop = stop;
            this.after = after;
            this.clean = clean;
        }

        byte[] before() {
            return before;
        }

        int begin() {
            return begin;
        }

        int to() {
            return to;
        }

        int stop() {
            return stop;
        }

        byte[] after() {
            return after;
        }

        boolean clean() {
            return clean;
        }
    }
}
