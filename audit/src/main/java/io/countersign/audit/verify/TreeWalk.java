package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rebuilds the tree from leaf hashes alone and compares it with every stored tile on the way.
///
/// It keeps the roots of the perfect subtrees that the leaves so far consist of, one per height:
/// the bits of the size. A new leaf merges with its equals, as in binary addition, and each merged
/// node whose height is a multiple of eight is a hash of a stored tile. So each leaf costs one more
/// hash on average, the root at any size costs at most 62, and memory does not grow.
final class TreeWalk {
    private static final int MAX_HEIGHT = 63;
    private static final int MAX_LEVELS = 8;
    private static final byte[] UNREADABLE = new byte[0];

    private final LogTiles tiles;
    private final Findings findings;
    private final TreeHasher hasher = new TreeHasher();
    private final @Nullable Sha256[] perfect = new @Nullable Sha256[MAX_HEIGHT];

    /// The tile of each level that is being compared; no bytes where it cannot be read.
    private final byte[][] current = new byte[MAX_LEVELS][0];

    private long size;

    TreeWalk(LogTiles tiles, Findings findings) {
        this.tiles = tiles;
        this.findings = findings;
    }

    /// Begins behind the first leaves, whose subtrees the stored tiles give: they are proven by
    /// whatever their root is compared with.
    static TreeWalk from(TreeSize size, LogTiles tiles, Findings findings) throws IOException {
        TreeWalk walk = new TreeWalk(tiles, findings);
        walk.size = size.value();
        for (int height = 0; height < MAX_HEIGHT; height++) {
            if ((walk.size >>> height & 1) == 1) {
                walk.perfect[height] = tiles.node(height, (walk.size >>> height) - 1);
            }
        }
        for (int level = 1; level < MAX_LEVELS; level++) {
            long index = walk.size >>> (8 * level);
            if (index % TilePath.FULL_WIDTH != 0) {
                walk.current[level] =
                        walk.read(CheckCode.TILE_NODES, level, index / TilePath.FULL_WIDTH)
                                .orElse(UNREADABLE);
            }
        }
        return walk;
    }

    long size() {
        return size;
    }

    void add(Sha256 leafHash) throws IOException {
        Sha256 node = leafHash;
        long index = size;
        int height = 0;
        while ((index & 1) == 1) {
            Sha256 left = perfect[height];
            if (left == null) {
                throw new IllegalStateException("the bits of the size are the subtrees");
            }
            node = hasher.nodeHash(left, node);
            perfect[height] = null;
            index >>>= 1;
            height++;
            if (height % 8 == 0) {
                compare(height / 8, index, node);
            }
        }
        perfect[height] = node;
        size++;
    }

    private void compare(int level, long index, Sha256 node) throws IOException {
        int slot = (int) (index % TilePath.FULL_WIDTH);
        if (slot == 0) {
            current[level] =
                    read(CheckCode.TILE_NODES, level, index / TilePath.FULL_WIDTH)
                            .orElse(UNREADABLE);
        }
        byte[] tile = current[level];
        if (tile.length > 0 && !node.matches(tile, slot * Sha256.LENGTH)) {
            TilePath.HashTile path = tiles.hashTilePath(level, index / TilePath.FULL_WIDTH);
            findings.fault(
                    CheckCode.TILE_NODES,
                    path.path(),
                    "Hash "
                            + slot
                            + " of this tile is not that of the entries below it: the tile or the"
                            + " entries were changed.");
        }
    }

    private Optional<byte[]> read(CheckCode code, int level, long n) throws IOException {
        try {
            return Optional.of(tiles.hashTile(level, n));
        } catch (DamagedLogException e) {
            findings.fault(code, e.path(), sentence(e));
            return Optional.empty();
        }
    }

    static String sentence(DamagedLogException e) {
        if (e.fault() == LogFault.MISSING) {
            return "This object is missing, so that what it held cannot be shown.";
        }
        String message = e.getMessage();
        return "This object "
                + (message == null ? "is damaged" : message.substring(e.path().length() + 1))
                + ".";
    }

    /// The root over the leaves so far.
    Sha256 root() {
        Sha256 root = null;
        for (Sha256 subtree : Arrays.asList(perfect)) {
            if (subtree != null) {
                root = root == null ? subtree : hasher.nodeHash(subtree, root);
            }
        }
        return root == null ? TreeHasher.emptyRoot() : root;
    }
}
