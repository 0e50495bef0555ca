package io.countersign.detectors.phi;

import io.countersign.detectors.Span;
import io.countersign.detectors.phi.unwrap.Origin;
import java.util.List;

/// Where something stands in a text as it was sent, escapes and all.
public final class Place {
    private final int text;
    private final List<Span> spans;
    private final Origin origin;
    private final boolean bare;

    private Place(int text, List<Span> spans, Origin origin, boolean bare) {
        this.text = text;
        this.spans = spans;
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
                leaf.text(), List.copyOf(cursors.spans(origin, first, last)), origin, leaf.bare());
    }

    /// Which of the given texts, an index from 0.
    public int text() {
        return text;
    }

    /// Bytes of the text, from the first to the last of [#spans()].
    public Span span() {
        return new Span(spans.getFirst().start(), spans.getLast().end());
    }

    /// Bytes of the text: one run, but for a value that a stream sent in pieces, between which
    /// other text stands.
    public List<Span> spans() {
        return spans;
    }

    /// Whether it is a JSON number, the whole of it: any other text in its place needs [#quote()]
    /// on both sides.
    public boolean bareNumber() {
        return bare;
    }

    /// Whether it is made of groups of Base64, the first and the last of which may hold neighbours
    /// of what stands there.
    public boolean base64() {
        return origin.base64();
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
        return "Place[text " + text + ", " + span() + "]";
    }
}
