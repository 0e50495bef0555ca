package io.countersign.audit.tiles;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The right edge of a growing tree: all that is needed to append leaves without reading or hashing
/// old ones again.
///
/// Of each level it keeps the hashes of the tile that is not full yet (at most 255), and beside
/// them the entries of the bundle that is not full. A full tile is handed out once and forgotten;
/// its root becomes one hash of the level above. The root of the whole tree folds the perfect
/// subtrees of these partial tiles, from the smallest to the largest.
///
/// Immutable: a batch that could not be published is dropped by keeping the old edge.
public final class TreeEdge {
    /// Levels of a tree of less than 2^63 leaves.
    private static final int LEVELS = 8;

    private static final int TILE_BYTES = TilePath.FULL_WIDTH * Sha256.LENGTH;

    private final TreeSize size;
    private final byte[][] partialTiles;
    private final byte[] partialBundle;

    private TreeEdge(TreeSize size, byte[][] partialTiles, byte[] partialBundle) {
        this.size = size;
        this.partialTiles = partialTiles;
        this.partialBundle = partialBundle;
    }

    /// The edge of the tree without leaves.
    public static TreeEdge empty() {
        return new TreeEdge(TreeSize.ZERO, new byte[LEVELS][0], new byte[0]);
    }

    /// Rebuilds the edge of a stored log and proves it against the checkpoint: the partial tiles
    /// give the root, and the entries of the last bundle give the last hashes of level 0. The
    /// checkpoint's signature is the caller's to check.
    public static TreeEdge load(TileSource source, Checkpoint checkpoint) throws IOException {
        TreeSize size = checkpoint.size();
        LogTiles tiles = new LogTiles(source, size);
        byte[][] partialTiles = partialTiles(tiles, size);
        byte[] partialBundle = new byte[0];
        TreeHasher hasher = new TreeHasher();
        int entries = width(size, 0);
        if (entries > 0) {
            Bundle bundle = tiles.bundle(tileNumber(size, 0));
            for (int i = 0; i < entries; i++) {
                Sha256 hash = hasher.leafHash(bundle.array(), bundle.start(i), bundle.length(i));
                if (!hash.matches(partialTiles[0], i * Sha256.LENGTH)) {
                    throw new DamagedLogException(
                            LogFault.HASH_MISMATCH,
                            new TilePath.EntryBundle(tileNumber(size, 0), entries).path(),
                            "holds another entry at place " + i + " than level 0 says");
                }
            }
            partialBundle = Arrays.copyOf(bundle.array(), bundle.end(entries));
        }
        TreeEdge edge = new TreeEdge(size, partialTiles, partialBundle);
        if (!edge.root().equals(checkpoint.root())) {
            throw new DamagedLogException(
                    LogFault.ROOT_MISMATCH,
                    TilePath.CHECKPOINT,
                    "has another root than the tiles give");
        }
        return edge;
    }

    /// The edge of the first bundles of a stored log, by its tiles alone: whoever appends all
    /// leaves that follow and comes to the checkpoint's root has read these as they were sealed.
    ///
    /// @param tiles of the log
    /// @param bundles full ones
    public static TreeEdge unproven(LogTiles tiles, long bundles) throws IOException {
        TreeSize size = new TreeSize(Math.multiplyExact(bundles, (long) TilePath.FULL_WIDTH));
        return new TreeEdge(size, partialTiles(tiles, size), new byte[0]);
    }

    /// What of a larger log's tiles belongs to the tree of so many leaves.
    private static byte[][] partialTiles(LogTiles tiles, TreeSize size) throws IOException {
        byte[][] partialTiles = new byte[LEVELS][0];
        for (int level = 0; level < LEVELS; level++) {
            int width = width(size, level);
            if (width > 0) {
                partialTiles[level] =
                        Arrays.copyOf(
                                tiles.hashTile(level, tileNumber(size, level)),
                                width * Sha256.LENGTH);
            }
        }
        return partialTiles;
    }

    /// Number of leaves.
    public TreeSize size() {
        return size;
    }

    /// The root of the tree.
    public Sha256 root() {
        return root(size, partialTiles, new TreeHasher());
    }

    /// Appends leaves in their order. The work is one hash per leaf and one per new inner node; an
    /// empty batch gives the same tree and nothing to store.
    public Growth append(List<Leaf> leaves) {
        if (leaves.size() > Long.MAX_VALUE - size.value()) {
            throw new IllegalArgumentException("a tree has less than 2^63 leaves");
        }
        Appending appending = new Appending(this);
        for (Leaf leaf : leaves) {
            appending.add(leaf);
        }
        return appending.finish();
    }

    private static int width(TreeSize size, int level) {
        return (int) (size.value() >>> (8 * level)) & (TilePath.FULL_WIDTH - 1);
    }

    private static long tileNumber(TreeSize size, int level) {
        int shift = 8 * (level + 1);
        return shift >= Long.SIZE ? 0 : size.value() >>> shift;
    }

    private static Sha256 root(TreeSize size, byte[][] tiles, TreeHasher hasher) {
        List<Sha256> perfect = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            int width = width(size, level);
            // The bits of the width, from the lowest, are the perfect subtrees from the right.
            for (int rest = width; rest > 0; rest &= rest - 1) {
                int count = Integer.lowestOneBit(rest);
                perfect.add(
                        hasher.perfectRoot(tiles[level], (rest - count) * Sha256.LENGTH, count));
            }
        }
        if (perfect.isEmpty()) {
            return TreeHasher.emptyRoot();
        }
        Sha256 root = perfect.getFirst();
        for (Sha256 left : perfect.subList(1, perfect.size())) {
            root = hasher.nodeHash(left, root);
        }
        return root;
    }

    /// The tiles while a batch runs through them.
    private static final class Appending {
        private final TreeHasher hasher = new TreeHasher();
        private final List<TileObject> objects = new ArrayList<>();
        private final byte[][] tiles = new byte[LEVELS][];
        private final boolean[] touched = new boolean[LEVELS];
        private final ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        private long size;

        Appending(TreeEdge edge) {
            size = edge.size.value();
            for (int level = 0; level < LEVELS; level++) {
                tiles[level] = Arrays.copyOf(edge.partialTiles[level], TILE_BYTES);
            }
            bundle.writeBytes(edge.partialBundle);
        }

        void add(Leaf leaf) {
            int length = leaf.bytes().length;
            bundle.write(length >>> 8);
            bundle.write(length);
            bundle.write(leaf.bytes(), 0, length);
            long n = size / TilePath.FULL_WIDTH;
            place(0, size, leaf.hash());
            size++;
            if (size % TilePath.FULL_WIDTH == 0) {
                objects.add(
                        new TileObject(
                                new TilePath.EntryBundle(n, TilePath.FULL_WIDTH),
                                bundle.toByteArray()));
                bundle.reset();
            }
        }

        /// Puts a hash at its index in a level, and where that fills the tile, the tile's root into
        /// the level above.
        private void place(int level, long index, Sha256 hash) {
            int slot = (int) (index % TilePath.FULL_WIDTH);
            hash.copyTo(tiles[level], slot * Sha256.LENGTH);
            touched[level] = true;
            if (slot == TilePath.FULL_WIDTH - 1) {
                long n = index / TilePath.FULL_WIDTH;
                objects.add(
                        new TileObject(
                                new TilePath.HashTile(level, n, TilePath.FULL_WIDTH),
                                tiles[level].clone()));
                place(level + 1, n, hasher.perfectRoot(tiles[level], 0, TilePath.FULL_WIDTH));
            }
        }

        Growth finish() {
            TreeSize newSize = new TreeSize(size);
            byte[][] partial = new byte[LEVELS][];
            for (int level = 0; level < LEVELS; level++) {
                int width = width(newSize, level);
                partial[level] = Arrays.copyOf(tiles[level], width * Sha256.LENGTH);
                if (touched[level] && width > 0) {
                    objects.add(
                            new TileObject(
                                    new TilePath.HashTile(level, tileNumber(newSize, level), width),
                                    partial[level].clone()));
                }
            }
            byte[] partialBundle = bundle.toByteArray();
            if (touched[0] && width(newSize, 0) > 0) {
                objects.add(
                        new TileObject(
                                new TilePath.EntryBundle(tileNumber(newSize, 0), width(newSize, 0)),
                                partialBundle.clone()));
            }
            return new Growth(
                    new TreeEdge(newSize, partial, partialBundle),
                    root(newSize, tiles, hasher),
                    objects);
        }
    }

    @Override
    public String toString() {
        return "TreeEdge[" + size.value() + " leaves]";
    }
}
