package io.countersign.detectors.phi;

import io.countersign.detectors.phi.unwrap.Origin;
import java.util.Objects;

/// A run of text that was inspected as one: a whole plain text, or one value of a JSON, form or
/// table body with its escapes decoded. Spans of findings count its bytes.
public final class Leaf {
    private static final int MAX_DATA_URL_HEAD = 128;

    private final String path;
    private final int text;
    private final byte[] array;
    private final int from;
    private final int to;
    private final Origin origin;
    private final boolean bare;
    private final int message;

    Leaf(
            String path,
            int text,
            byte[] array,
            int from,
            int to,
            Origin origin,
            boolean bare,
            int message) {
        this.path = Objects.requireNonNull(path, "path");
        this.text = text;
        this.array = Objects.requireNonNull(array, "array");
        this.from = from;
        this.to = to;
        this.origin = origin;
        this.bare = bare;
        this.message = message;
    }

    /// The text's path, then the keys that lead to the leaf, such as `body.messages[0].content`.
    /// The keys were written by the sender and may hold anything, so this counts as PHI.
    public String path() {
        return path;
    }

    /// Which of the given texts it came from, an index from 0.
    public int text() {
        return text;
    }

    /// Length in bytes of the decoded leaf.
    public int bytes() {
        return to - from;
    }

    /// The byte of the text at which the leaf stands as it is; -1 where escapes were decoded and no
    /// such place exists.
    public int offset() {
        return origin.verbatim() ? from : -1;
    }

    /// Which message of its text's conversations it belongs to, counted from 0; -1 outside of them.
    public int message() {
        return message;
    }

    byte[] array() {
        return array;
    }

    Origin origin() {
        return origin;
    }

    /// Whether it is a JSON number.
    boolean bare() {
        return bare;
    }

    /// Where encoded data begins: after the comma of a data URL (RFC 2397), else at once.
    int encodedFrom() {
        for (int i = from; i < Math.min(to, from + MAX_DATA_URL_HEAD); i++) {
            if (array[i] == ',') {
                return i + 1 - from;
            }
        }
        return 0;
    }

    int from() {
        return from;
    }

    @Override
    public String toString() {
        return "Leaf[text " + text + ", " + bytes() + " bytes]";
    }
}
