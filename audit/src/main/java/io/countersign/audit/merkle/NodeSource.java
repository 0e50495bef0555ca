package io.countersign.audit.merkle;

/// Gives the hashes of perfect subtrees, from memory or from stored tiles.
@FunctionalInterface
public interface NodeSource {
    /// `MTH(D[index * 2^height : (index + 1) * 2^height])`: the node with that height (a leaf hash
    /// has 0) and position from the left. Only asked for subtrees that lie wholly inside the tree.
    /// What a source throws passes through.
    Sha256 node(int height, long index);
}
