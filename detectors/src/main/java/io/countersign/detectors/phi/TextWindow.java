package io.countersign.detectors.phi;

import io.countersign.detectors.Span;
import java.util.Objects;

/// A part of a text that is too long for one inspection: the bytes that are this window's own, and
/// some before and after them, so that a value which crosses the border is found whole. Every byte
/// of the text is one window's own.
///
/// Its bytes are PHI until shown otherwise, so [#toString()] gives lengths only.
public final class TextWindow {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final long offset;
    private final boolean last;
    private final boolean clean;

    /// @param bytes what is inspected
    /// @param from where its own bytes begin
    /// @param to where they end, exclusive
    /// @param offset of the byte at `from` in the whole text
    /// @param last whether the text ends with it
    /// @param clean whether its own bytes begin and end between lines, elements or segments
    TextWindow(byte[] bytes, int from, int to, long offset, boolean last, boolean clean) {
        this.bytes = Objects.requireNonNull(bytes, "bytes");
        if (from < 0 || to < from || to > bytes.length || offset < 0) {
            throw new IllegalArgumentException("a window's own bytes lie within it");
        }
        this.from = from;
        this.to = to;
        this.offset = offset;
        this.last = last;
        this.clean = clean;
    }

    /// A text that is one window, with no neighbours.
    public static TextWindow whole(byte[] utf8) {
        return new TextWindow(utf8, 0, utf8.length, 0, true, true);
    }

    /// What is inspected; not copied, so it must not be changed.
    public byte[] bytes() {
        return bytes;
    }

    /// Where its own bytes begin in [#bytes()].
    public int from() {
        return from;
    }

    /// Where they end, exclusive.
    public int to() {
        return to;
    }

    /// Where its own bytes begin in the whole text.
    public long offset() {
        return offset;
    }

    /// Whether the text ends with it.
    public boolean last() {
        return last;
    }

    /// Whether its own bytes begin and end between lines, elements or segments, and not within one.
    public boolean clean() {
        return clean;
    }

    /// Whether a place in [#bytes()] is this window's to report: the window that holds its first
    /// byte reports it.
    public boolean owns(Span place) {
        return place.start() >= from && place.start() < to;
    }

    @Override
    public String toString() {
        return "TextWindow[" + (to - from) + " of " + bytes.length + " bytes at " + offset + "]";
    }
}
