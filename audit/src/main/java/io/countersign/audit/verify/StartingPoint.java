package io.countersign.audit.verify;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.TakeoverEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Where the reading of a part begins: a seal, which names the last entry and the input offsets of
/// every chain, so that what follows can be followed without what came before.
///
/// It is worth as much as the checkpoint of the whole log: the seal is proven to be in that tree,
/// and the tree that it ended to be that tree's beginning.
///
/// @param root of the tree that the seal ended
record StartingPoint(TreeSize size, Sha256 root, EntryAt at, SealEntry seal) {
    /// @param tiles of the log at its checkpoint
    /// @return empty where the log does not show it, which is then a fault
    /// @throws IOException what reading throws, a fault of the log among it
    static Optional<StartingPoint> find(
            LogTiles tiles, Checkpoint claimed, TreeSize size, Findings findings)
            throws IOException {
        String place = "leaf " + (size.value() - 1);
        if (size.compareTo(claimed.size()) > 0) {
            findings.fault(
                    CheckCode.SEAL_SEQUENCE,
                    place,
                    "The log has "
                            + claimed.size().value()
                            + " entries, and was to be read from entry "
                            + size.value()
                            + " on: it was rolled back, or is another log.");
            return Optional.empty();
        }
        try {
            Sha256 root = Subtrees.root(size, tiles);
            return isBeginning(tiles, claimed, size, root, findings)
                    ? seal(tiles, claimed, size, root, findings)
                    : Optional.empty();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// What the first entry of the log says that it goes on from, once it is proven to be in the
    /// tree; empty where it says nothing.
    static Optional<PreviousLog> previousLog(LogTiles tiles, Checkpoint claimed)
            throws IOException {
        LeafIndex first = new LeafIndex(0);
        byte[] leaf = tiles.bundle(0).entry(0);
        try {
            return InclusionProof.generate(first, claimed.size(), tiles)
                            .verify(new TreeHasher().leafHash(leaf), claimed.root())
                            .isValid()
                    ? new EntryCodec()
                            .entry(leaf)
                            .getTakeover()
                            .flatMap(TakeoverEntry::getPreviousLog)
                    : Optional.empty();
        } catch (MalformedEntryException _noEntry) {
            return Optional.empty();
        }
    }

    /// Whether the log at its checkpoint begins with the tree of that size and root.
    static boolean isBeginning(
            LogTiles tiles, Checkpoint claimed, TreeSize size, Sha256 root, Findings findings) {
        boolean proven =
                ConsistencyProof.generate(size, claimed.size(), tiles)
                        .verify(root, claimed.root())
                        .isValid();
        if (!proven) {
            findings.fault(
                    CheckCode.TREE_ROOT,
                    TilePath.CHECKPOINT,
                    "The stored tiles do not prove that the log begins with its first "
                            + size.value()
                            + " entries: they were changed, or the checkpoint is another log's.");
        }
        return proven;
    }

    private static Optional<StartingPoint> seal(
            LogTiles tiles, Checkpoint claimed, TreeSize size, Sha256 root, Findings findings)
            throws IOException {
        LeafIndex index = new LeafIndex(size.value() - 1);
        String place = "leaf " + index.value();
        Bundle bundle = tiles.bundle(index.value() / TilePath.FULL_WIDTH);
        byte[] leaf = bundle.entry((int) (index.value() % TilePath.FULL_WIDTH));
        Sha256 hash = new TreeHasher().leafHash(leaf);
        if (!InclusionProof.generate(index, claimed.size(), tiles)
                .verify(hash, claimed.root())
                .isValid()) {
            findings.fault(
                    CheckCode.TILE_LEAVES,
                    place,
                    "The stored entry is not the one whose hash is in the tree: one of the two was changed.");
            return Optional.empty();
        }
        try {
            AuditEntry entry = new EntryCodec().entry(leaf);
            if (entry.getSeal().isPresent()) {
                return Optional.of(
                        new StartingPoint(
                                size,
                                root,
                                new EntryAt(index.value(), hash, entry),
                                entry.getSeal().get()));
            }
        } catch (MalformedEntryException _noEntry) {
            // Said below.
        }
        findings.fault(
                CheckCode.SEAL_SEQUENCE,
                place,
                "No seal ends here, so that nothing says how the chains stood.");
        return Optional.empty();
    }
}
