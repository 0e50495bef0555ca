package io.countersign.audit.merkle;

/// The position of a leaf in the log, from 0.
public record LeafIndex(long value) implements Comparable<LeafIndex> {
    public LeafIndex {
        if (value < 0) {
            throw new IllegalArgumentException("a leaf index is not negative: " + value);
        }
    }

    /// True if a tree of this size has the leaf.
    public boolean isIn(TreeSize size) {
        return value < size.value();
    }

    @Override
    public int compareTo(LeafIndex other) {
        return Long.compare(value, other.value);
    }
}
