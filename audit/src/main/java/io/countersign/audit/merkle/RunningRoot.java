package io.countersign.audit.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The root over leaves that come one by one. It keeps the roots of the perfect subtrees that the
/// leaves so far consist of, one for each bit of their number: a new leaf merges with its equals,
/// as in binary addition. A leaf costs one more hash on average, the root at any size at most 62.
public final class RunningRoot {
    private static final int MAX_HEIGHT = 63;

    private final TreeHasher hasher = new TreeHasher();
    private final @Nullable Sha256[] perfect = new @Nullable Sha256[MAX_HEIGHT];
    private long size;

    /// Over no leaves.
    public RunningRoot() {}

    /// Goes on behind the first leaves of a tree. What its nodes give is proven by comparing
    /// [#root()] with a root that the caller trusts.
    ///
    /// @param nodes of a tree of at least this size
    public static RunningRoot from(TreeSize size, NodeSource nodes) {
        RunningRoot running = new RunningRoot();
        running.size = size.value();
        for (int height = 0; height < MAX_HEIGHT; height++) {
            long index = size.value() >>> height;
            if ((index & 1) == 1) {
                running.perfect[height] = nodes.node(height, index - 1);
            }
        }
        return running;
    }

    /// Goes on behind the leaves that a proof has on its left.
    public static RunningRoot before(InclusionProof proof) {
        Iterator<Sha256> left = proof.left().iterator();
        return from(new TreeSize(proof.index().value()), (height, index) -> left.next());
    }

    /// The roots of the perfect subtrees, the lowest first.
    public List<Sha256> subtrees() {
        List<Sha256> subtrees = new ArrayList<>();
        for (Sha256 subtree : Arrays.asList(perfect)) {
            if (subtree != null) {
                subtrees.add(subtree);
            }
        }
        return subtrees;
    }

    /// Adds the next leaf.
    public void add(Sha256 leafHash) {
        Sha256 node = leafHash;
        int height = 0;
        for (long index = size; (index & 1) == 1; index >>>= 1) {
            Sha256 left = perfect[height];
            if (left == null) {
                throw new IllegalStateException("the bits of the size are the subtrees");
            }
            node = hasher.nodeHash(left, node);
            perfect[height] = null;
            height++;
        }
        perfect[height] = node;
        size++;
    }

    /// Number of leaves.
    public TreeSize size() {
        return new TreeSize(size);
    }

    /// The root over the leaves so far.
    public Sha256 root() {
        Sha256 root = null;
        for (Sha256 subtree : Arrays.asList(perfect)) {
            if (subtree != null) {
                root = root == null ? subtree : hasher.nodeHash(subtree, root);
            }
        }
        return root == null ? TreeHasher.emptyRoot() : root;
    }
}
