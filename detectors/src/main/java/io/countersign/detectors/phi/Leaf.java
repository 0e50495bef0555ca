package io.countersign.detectors.phi;

import java.util.Objects;

/// A run of text that was inspected as one: a whole plain text, or one string of a JSON or form
/// body with its escapes decoded. Spans of findings count its bytes.
public final class Leaf {
    private final String path;
    private final int text;
    private final int bytes;

    Leaf(String path, int text, int bytes) {
        this.path = Objects.requireNonNull(path, "path");
        this.text = text;
        this.bytes = bytes;
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
        return bytes;
    }

    @Override
    public String toString() {
        return "Leaf[text " + text + ", " + bytes + " bytes]";
    }
}
