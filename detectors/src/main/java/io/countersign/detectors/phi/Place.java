package io.countersign.detectors.phi;

import io.countersign.detectors.Span;

/// Where something stands in a text as it was sent, escapes and all.
public final class Place {
    private final int text;
    private final Span span;
    private final Origin origin;
    private final boolean bare;

    private Place(int text, Span span, Origin origin, boolean bare) {
        this.text = text;
        this.span = span;
        this.origin = origin;
        this.bare = bare;
    }

    /// @param start in the leaf
    /// @param end in the leaf, exclusive
    static Place of(Origin.Cursors cursors, Leaf leaf, int start, int end) {
        Origin origin = leaf.origin();
        int first = leaf.from() + start;
        int last = leaf.from() + end - 1;
        return new Place(
                leaf.text(),
                new Span(cursors.start(origin, first), cursors.end(origin, last)),
                origin,
                leaf.bare());
    }

    /// Which of the given texts, an index from 0.
    public int text() {
        return text;
    }

    /// Bytes of the text.
    public Span span() {
        return span;
    }

    /// Whether it is a JSON number, the whole of it: any other text in its place needs [#quote()]
    /// on both sides.
    public boolean bareNumber() {
        return bare;
    }

    /// What must be written here so that a reader of the structure reads `value`.
    public byte[] encode(String value) {
        return origin.encode(value);
    }

    /// A quotation mark of the structure that the place stands in, as it is written here.
    public byte[] quote() {
        return origin.encode("\"");
    }

    @Override
    public String toString() {
        return "Place[text " + text + ", " + span + "]";
    }
}
