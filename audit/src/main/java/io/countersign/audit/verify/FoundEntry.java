package io.countersign.audit.verify;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.Leaf;

/// A leaf of the log and its place; the bytes are as they are stored.
public record FoundEntry(LeafIndex index, Leaf leaf) {
    public Sha256 leafHash() {
        return leaf.hash();
    }
}
