package io.countersign.detectors.phi.unwrap;

import java.util.Arrays;

/// Server-sent events (WHATWG HTML, section 9.2), as services stream their answers: each event
/// holds a few letters of the text, so that a name or a number is cut wherever it falls. The pieces
/// that stand under the same keys are joined and read as one value.
final class EventStream {
    /// Values that are streamed at the same time; the pieces of more are read one by one.
    private static final int MAX_CHANNELS = 16;

    private static final int SAMPLE = 512;

    private static final String[] PIECES = {
        "content",
        "text",
        "delta",
        "partial_json",
        "arguments",
        "thinking",
        "reasoning_content",
        "completion",
        "refusal"
    };

    private final Unwrap unwrap;
    private final Channel[] channels = new Channel[MAX_CHANNELS];
    private int open;
    private boolean reading;
    private long indices;

    EventStream(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    private static final class Channel {
        long id;
        String path = "";
        byte[] joined = new byte[256];
        int length;
        int[] starts = new int[16];
        int[] from = new int[16];
        int[] to = new int[16];
        int pieces;
    }

    static boolean is(byte[] bytes, int from, int to) {
        if (Unwrap.startsWith(bytes, from, to, "data:")) {
            byte next = from + 5 < to ? bytes[from + 5] : 0;
            return next == ' ' || next == '{' || next == '[' || next == '\n' || next == '\r';
        }
        boolean field =
                Unwrap.startsWith(bytes, from, to, "event:")
                        || Unwrap.startsWith(bytes, from, to, "id:")
                        || Unwrap.startsWith(bytes, from, to, "retry:")
                        || bytes[from] == ':';
        if (!field) {
            return false;
        }
        int limit = Math.min(to, from + SAMPLE);
        for (int i = from; i < limit; i++) {
            if (bytes[i] == '\n' && Unwrap.startsWith(bytes, i + 1, to, "data:")) {
                return true;
            }
        }
        return false;
    }

    void read(byte[] bytes, int from, int to, Origin origin, long key) {
        if (reading) {
            // A stream within a stream's value is read line by line.
            lines(bytes, from, to, origin, key);
            return;
        }
        reading = true;
        open = 0;
        lines(bytes, from, to, origin, key);
        reading = false;
        for (int i = 0; i < open; i++) {
            Channel channel = channels[i];
            KeyPath path = unwrap.keyPath();
            String saved = path.says(channel.path);
            Origin joined =
                    Origin.joined(
                            bytes,
                            Arrays.copyOf(channel.starts, channel.pieces),
                            Arrays.copyOf(channel.from, channel.pieces),
                            Arrays.copyOf(channel.to, channel.pieces),
                            origin);
            unwrap.any(
                    Arrays.copyOf(channel.joined, channel.length), 0, channel.length, joined, key);
            path.says(saved);
        }
    }

    private void lines(byte[] bytes, int from, int to, Origin origin, long key) {
        int at = from;
        while (at < to) {
            int lineEnd = Unwrap.find(bytes, at, to, '\n');
            boolean data = Unwrap.startsWith(bytes, at, lineEnd, "data:");
            if (data || !field(bytes, at, lineEnd)) {
                int first = data ? at + 5 : at;
                while (first < lineEnd && bytes[first] == ' ') {
                    first++;
                }
                indices = 0;
                unwrap.json().line(bytes, first, lineEnd, origin, key);
            }
            at = lineEnd + 1;
        }
    }

    private static boolean field(byte[] bytes, int from, int to) {
        return from >= to
                || bytes[from] == ':'
                || bytes[from] == '\r'
                || Unwrap.startsWith(bytes, from, to, "event:")
                || Unwrap.startsWith(bytes, from, to, "id:")
                || Unwrap.startsWith(bytes, from, to, "retry:");
    }

    /// A key `index` with a number that begins so: which of several values the event is about.
    void index(byte digit) {
        indices = indices * 31 + digit;
    }

    /// Whether strings at this path are pieces of a longer value.
    boolean joins(KeyPath path) {
        if (!reading) {
            return false;
        }
        for (String word : PIECES) {
            if (path.endsWith(word)) {
                return true;
            }
        }
        return false;
    }

    /// Adds a piece.
    ///
    /// @param rawFrom where the string stands in the stream, quotes left out
    void append(
            byte[] piece, int from, int to, byte[] stream, int rawFrom, int rawTo, Origin origin) {
        Channel channel = channel(unwrap.keyPath().hash() ^ indices * 0x9E3779B97F4A7C15L);
        if (channel == null) {
            boolean same = piece == stream;
            byte[] own = same ? piece : Arrays.copyOfRange(piece, from, to);
            unwrap.plain(
                    own,
                    same ? from : 0,
                    same ? to : own.length,
                    same ? origin : Origin.jsonString(stream, rawFrom, rawTo, origin),
                    false,
                    0);
            return;
        }
        int length = to - from;
        if (channel.length + length > channel.joined.length) {
            channel.joined =
                    Arrays.copyOf(
                            channel.joined,
                            Math.max(channel.length + length, channel.joined.length * 2));
        }
        if (channel.pieces == channel.starts.length) {
            int size = channel.pieces * 2;
            channel.starts = Arrays.copyOf(channel.starts, size);
            channel.from = Arrays.copyOf(channel.from, size);
            channel.to = Arrays.copyOf(channel.to, size);
        }
        channel.starts[channel.pieces] = channel.length;
        channel.from[channel.pieces] = rawFrom;
        channel.to[channel.pieces] = rawTo;
        channel.pieces++;
        System.arraycopy(piece, from, channel.joined, channel.length, length);
        channel.length += length;
    }

    private @org.jspecify.annotations.Nullable Channel channel(long id) {
        for (int i = 0; i < open; i++) {
            if (channels[i].id == id) {
                return channels[i];
            }
        }
        if (open == MAX_CHANNELS) {
            return null;
        }
        Channel channel = channels[open] == null ? new Channel() : channels[open];
        channels[open++] = channel;
        channel.id = id;
        channel.path = unwrap.keyPath().toString();
        channel.length = 0;
        channel.pieces = 0;
        return channel;
    }
}
