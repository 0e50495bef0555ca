package io.countersign.ledger.locked;

import io.countersign.audit.merkle.RunningRoot;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.StoredObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Makes a log's hash tiles from its leaves, one after the other, so that what is locked does not
/// depend on what lies beside the entries.
final class GrowingTiles {
    /// Levels of a tree of less than 2^63 leaves.
    private static final int LEVELS = 8;

    private final TreeHasher hasher = new TreeHasher();
    private final RunningRoot root;
    private final List<ByteArrayOutputStream> partial = new ArrayList<>();
    private final List<StoredObject> full = new ArrayList<>();

    /// Goes on behind so many leaves, by the log's own nodes: who asks compares the root.
    GrowingTiles(TreeSize size, LogTiles tiles) {
        this.root = RunningRoot.from(size, tiles);
        for (int level = 0; level < LEVELS; level++) {
            ByteArrayOutputStream hashes = new ByteArrayOutputStream();
            long count = size.value() >>> (8 * level);
            for (long i = count - count % TilePath.FULL_WIDTH; i < count; i++) {
                hashes.writeBytes(tiles.node(8 * level, i).bytes());
            }
            partial.add(hashes);
        }
    }

    void add(Sha256 leafHash) {
        root.add(leafHash);
        add(0, leafHash);
    }

    private void add(int level, Sha256 hash) {
        ByteArrayOutputStream hashes = partial.get(level);
        hashes.writeBytes(hash.bytes());
        if (hashes.size() < TilePath.FULL_WIDTH * Sha256.LENGTH) {
            return;
        }
        byte[] bytes = hashes.toByteArray();
        hashes.reset();
        long n = (root.size().value() >>> (8 * (level + 1))) - 1;
        full.add(new StoredObject(new TilePath.HashTile(level, n, TilePath.FULL_WIDTH), bytes));
        if (level + 1 < LEVELS) {
            add(level + 1, hasher.perfectRoot(bytes, 0, TilePath.FULL_WIDTH));
        }
    }

    /// The tiles that became full since the last call.
    List<StoredObject> takeFull() {
        List<StoredObject> taken = List.copyOf(full);
        full.clear();
        return taken;
    }

    /// Those that are not full, of a log that has ended.
    List<StoredObject> rest() {
        List<StoredObject> rest = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            byte[] bytes = partial.get(level).toByteArray();
            if (bytes.length > 0) {
                rest.add(
                        new StoredObject(
                                new TilePath.HashTile(
                                        level,
                                        root.size().value() >>> (8 * (level + 1)),
                                        bytes.length / Sha256.LENGTH),
                                bytes));
            }
        }
        return rest;
    }

    TreeSize size() {
        return root.size();
    }

    Sha256 root() {
        return root.root();
    }
}
