package io.countersign.audit.locked;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;

/// How far a log is locked.
///
/// @param origin the log's
/// @param size leaves that lie in locked bundles: a multiple of 256, but for a log that has ended
/// @param root over these leaves
/// @param sealed leaves that the log had then, by its signed checkpoint: those behind `size` lay in
///   the log alone
/// @param kept every checkpoint and time stamp that lay beside the log of up to so many leaves is
///   locked
/// @param evidence the sealed evidence of up to so many leaves is locked, but for what was not to
///   be had; no more than `size`
public record LockedTree(
        String origin,
        TreeSize size,
        Sha256 root,
        TreeSize sealed,
        TreeSize kept,
        TreeSize evidence) {
    public LockedTree {
        if (!Form.isName(origin)) {
            throw new IllegalArgumentException("an origin is a name without blanks");
        }
        if (size.compareTo(sealed) > 0
                || kept.compareTo(sealed) > 0
                || evidence.compareTo(size) > 0) {
            throw new IllegalArgumentException("no more is locked than is sealed");
        }
    }

    /// Nothing of a log.
    public static LockedTree none(String origin) {
        return new LockedTree(
                origin,
                TreeSize.ZERO,
                TreeHasher.emptyRoot(),
                TreeSize.ZERO,
                TreeSize.ZERO,
                TreeSize.ZERO);
    }

    /// The same log with more locked leaves, as it is sealed now.
    public LockedTree grown(TreeSize newSize, Sha256 newRoot, TreeSize nowSealed) {
        return new LockedTree(origin, newSize, newRoot, nowSealed, kept, evidence);
    }

    /// The same log with what lies beside it up to so many leaves.
    public LockedTree keptTo(TreeSize leaves) {
        return new LockedTree(origin, size, root, sealed, leaves, evidence);
    }

    /// The same log with the evidence of up to so many leaves.
    public LockedTree evidenceTo(TreeSize leaves) {
        return new LockedTree(origin, size, root, sealed, kept, leaves);
    }

    /// The locked leaves as a log of their own: what the manifest's signature vouches for.
    public Checkpoint checkpoint() {
        return new Checkpoint(origin, size, root);
    }
}
