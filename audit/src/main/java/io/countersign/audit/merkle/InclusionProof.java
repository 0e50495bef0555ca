package io.countersign.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/// The audit path of RFC 9162 §2.1.3: the sibling hashes from one leaf up to the root of a tree,
/// the leaf's sibling first.
///
/// A proof binds the leaf and the index to the *root*. It does not bind the size: some other sizes
/// give the same steps. Take size and root together from a verified checkpoint, never from where
/// the proof came from.
public record InclusionProof(LeafIndex index, TreeSize size, List<Sha256> path) {
    /// More hashes than any tree of 2^63 leaves needs.
    public static final int MAX_HASHES = 63;

    public InclusionProof {
        path = List.copyOf(path);
    }

    /// Makes the proof for a leaf of a tree; `IllegalArgumentException` if the tree has no such
    /// leaf.
    public static InclusionProof generate(LeafIndex index, TreeSize size, NodeSource nodes) {
        if (!index.isIn(size)) {
            throw new IllegalArgumentException(
                    "no leaf " + index.value() + " in a tree of " + size.value());
        }
        return new InclusionProof(index, size, Subtrees.path(index.value(), size.value(), nodes));
    }

    /// The hashes that join from the left, the lowest first: by the steps of [#verify] the roots of
    /// the perfect subtrees that the leaves before this one consist of, one for each bit of the
    /// index. They are the log's where the proof verifies.
    ///
    /// @throws IllegalArgumentException where the path is of another length than any proof of this
    ///   index and size
    public List<Sha256> left() {
        long fn = index.value();
        long sn = size.value() - 1;
        List<Sha256> left = new ArrayList<>();
        for (Sha256 p : path) {
            if ((fn & 1) == 1 || fn == sn) {
                left.add(p);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        if (left.size() != Long.bitCount(index.value())) {
            throw new IllegalArgumentException("a path of another length");
        }
        return List.copyOf(left);
    }

    /// RFC 9162 §2.1.3.2, with its steps by number.
    public ProofVerdict verify(Sha256 leafHash, Sha256 rootHash) {
        // 1. If leaf_index is greater than or equal to tree_size, fail.
        if (!index.isIn(size)) {
            return new ProofVerdict.Malformed(ProofFault.INDEX_NOT_IN_TREE);
        }
        // 2. Set fn to leaf_index and sn to tree_size - 1.   3. Set r to hash.
        long fn = index.value();
        long sn = size.value() - 1;
        Sha256 r = leafHash;
        TreeHasher hasher = new TreeHasher();
        // 4. For each value p:
        for (Sha256 p : path) {
            // a. If sn is 0, stop and fail.
            if (sn == 0) {
                return new ProofVerdict.Malformed(ProofFault.SURPLUS_HASHES);
            }
            // b. If LSB(fn) is set, or if fn is equal to sn:
            if ((fn & 1) == 1 || fn == sn) {
                // i. r = HASH(0x01 || p || r).
                r = hasher.nodeHash(p, r);
                // ii. If LSB(fn) is not set, shift both right until LSB(fn) is set or fn is 0.
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                // Otherwise r = HASH(0x01 || r || p).
                r = hasher.nodeHash(r, p);
            }
            // c. Finally, shift both right once.
            fn >>>= 1;
            sn >>>= 1;
        }
        // 5. Compare sn to 0, and r to the root hash.
        if (sn != 0) {
            return new ProofVerdict.Malformed(ProofFault.MISSING_HASHES);
        }
        return r.equals(rootHash)
                ? new ProofVerdict.Valid()
                : new ProofVerdict.RootMismatch(r, rootHash);
    }
}
