package io.countersign.detectors;

/// Where something lies in a leaf: byte offsets into its UTF-8, end exclusive.
///
/// @param start first byte, from 0
/// @param end one past the last byte; always greater than `start`
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("not a span: " + start + ".." + end);
        }
    }

    /// Length in bytes.
    public int length() {
        return end - start;
    }

    /// Whether the two share a byte.
    public boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }
}
