package io.countersign.audit.tiles;

import io.countersign.audit.merkle.NodeSource;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the tiles of a log as they are at one tree size. Where a partial tile is gone because the
/// log has grown since, the full tile stands in for it. Checks lengths and form, not hashes: what
/// was read is proven by what is computed from it. Keeps a few tiles for the next question; an
/// instance belongs to one thread.
public final class LogTiles implements NodeSource {
    /// Tiles kept in memory: two paths through a tree of eight levels.
    private static final int MAX_CACHED_TILES = 16;

    /// Nodes between the levels of tiles that are kept: neighbouring leaves' paths share nearly all
    /// of theirs, and each costs up to 127 hashes.
    private static final int MAX_KEPT_NODES = 4096;

    private final TileSource source;
    private final TreeSize size;
    private final TreeHasher hasher = new TreeHasher();
    private final Map<TilePath, byte[]> cache =
            new LinkedHashMap<>(MAX_CACHED_TILES, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
                    return size() > MAX_CACHED_TILES;
                }
            };

    private record Node(int height, long index) {}

    private final Map<Node, Sha256> nodes =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Node, Sha256> eldest) {
                    return size() > MAX_KEPT_NODES;
                }
            };

    public LogTiles(TileSource source, TreeSize size) {
        this.source = source;
        this.size = size;
    }

    public TreeSize size() {
        return size;
    }

    /// Number of hashes in a level: `floor(size / 256^level)`.
    public long hashesIn(int level) {
        return 8 * level >= Long.SIZE ? 0 : size.value() >>> (8 * level);
    }

    /// The name of tile `n` of a level at this size; `IllegalArgumentException` where the level
    /// does not reach so far.
    public TilePath.HashTile hashTilePath(int level, long n) {
        return new TilePath.HashTile(level, n, widthOf(hashesIn(level), n));
    }

    /// The name of bundle `n` at this size.
    public TilePath.EntryBundle bundlePath(long n) {
        return new TilePath.EntryBundle(n, widthOf(size.value(), n));
    }

    private static int widthOf(long count, long n) {
        long before = n * TilePath.FULL_WIDTH;
        if (n < 0 || n > count / TilePath.FULL_WIDTH || before >= count) {
            throw new IllegalArgumentException("no tile " + n + " over " + count + " hashes");
        }
        return (int) Math.min(TilePath.FULL_WIDTH, count - before);
    }

    /// The hashes of tile `n`, exactly as many as the tree size gives it.
    public byte[] hashTile(int level, long n) throws IOException {
        TilePath.HashTile path = hashTilePath(level, n);
        int length = path.width() * Sha256.LENGTH;
        Optional<byte[]> stored = source.read(path.path());
        if (stored.isPresent()) {
            return requireLength(path, stored.get(), length);
        }
        byte[] full =
                requireLength(path.full(), readFull(path), TilePath.FULL_WIDTH * Sha256.LENGTH);
        return Arrays.copyOf(full, length);
    }

    /// The entries of bundle `n`, exactly as many as the tree size gives it.
    public Bundle bundle(long n) throws IOException {
        TilePath.EntryBundle path = bundlePath(n);
        Optional<byte[]> stored = source.read(path.path());
        if (stored.isPresent()) {
            return Bundle.parse(path, stored.get());
        }
        return Bundle.parsePrefix(path, readFull(path));
    }

    private byte[] readFull(TilePath path) throws IOException {
        if (!path.isFull()) {
            Optional<byte[]> full = source.read(path.full().path());
            if (full.isPresent()) {
                return full.get();
            }
        }
        throw new DamagedLogException(LogFault.MISSING, path.path(), "is missing");
    }

    private static byte[] requireLength(TilePath path, byte[] bytes, int length)
            throws DamagedLogException {
        if (bytes.length != length) {
            throw new DamagedLogException(
                    LogFault.WRONG_LENGTH,
                    path.path(),
                    "has " + bytes.length + " bytes instead of " + length);
        }
        return bytes;
    }

    /// A node from the tile that holds its nearest level below. Throws [UncheckedIOException] for
    /// what reading throws.
    @Override
    public Sha256 node(int height, long index) {
        int level = height / 8;
        int count = 1 << (height % 8);
        long first = index * count;
        TilePath.HashTile path = hashTilePath(level, first / TilePath.FULL_WIDTH);
        int slot = (int) (first % TilePath.FULL_WIDTH);
        if (slot + count > path.width()) {
            throw new IllegalArgumentException(
                    "node " + index + " of height " + height + " is not in the tree");
        }
        if (count == 1) {
            return hasher.perfectRoot(cached(path), slot * Sha256.LENGTH, count);
        }
        Node node = new Node(height, index);
        Sha256 known = nodes.get(node);
        if (known == null) {
            known = hasher.perfectRoot(cached(path), slot * Sha256.LENGTH, count);
            nodes.put(node, known);
        }
        return known;
    }

    private byte[] cached(TilePath.HashTile path) {
        byte[] known = cache.get(path);
        if (known != null) {
            return known;
        }
        try {
            byte[] read = hashTile(path.level(), path.n());
            cache.put(path, read);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
