package io.countersign.audit.merkle;

/// A number of leaves; the leaf indices of such a tree are 0 to `value - 1`.
public record TreeSize(long value) implements Comparable<TreeSize> {
    /// The tree without leaves.
    public static final TreeSize ZERO = new TreeSize(0);

    public TreeSize {
        if (value < 0) {
            throw new IllegalArgumentException("a tree size is not negative: " + value);
        }
    }

    /// The index that the next appended leaf gets.
    public LeafIndex nextIndex() {
        return new LeafIndex(value);
    }

    @Override
    public int compareTo(TreeSize other) {
        return Long.compare(value, other.value);
    }
}
