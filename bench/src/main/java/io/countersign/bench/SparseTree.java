package io.countersign.bench;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The tiles of a tree that is too large to store, as far as the proofs of some of its leaves read
/// them, on disk under their real paths.
///
/// All leaves are alike but for the chosen ones, each of which has a hash of its own. So a subtree
/// without a chosen leaf has a hash that its height alone gives, and only tiles on the way of a
/// chosen leaf to the root have to be there, with the last tile of each level.
final class SparseTree {
    private static final int LEVEL_HEIGHT = 8;
    private static final Sha256 ORDINARY = new TreeHasher().leafHash(new byte[] {42});

    private final Path directory;
    private final TreeSize size;
    private final TreeHasher hasher = new TreeHasher();
    private int tiles;

    private SparseTree(Path directory, TreeSize size) {
        this.directory = directory;
        this.size = size;
    }

    /// Writes the tiles.
    ///
    /// @param chosen leaf indexes below the size
    /// @return how many tiles that are
    static int write(Path directory, TreeSize size, Collection<Long> chosen) throws IOException {
        SparseTree tree = new SparseTree(directory, size);
        tree.write(chosen);
        return tree.tiles;
    }

    /// The leaf hash of a chosen leaf.
    static Sha256 leafHash(long index) {
        return new TreeHasher()
                .leafHash(("chosen leaf " + index).getBytes(StandardCharsets.US_ASCII));
    }

    private void write(Collection<Long> chosen) throws IOException {
        LogTiles paths = new LogTiles(_path -> Optional.empty(), size);
        TreeMap<Long, Sha256> special = new TreeMap<>();
        chosen.forEach(index -> special.put(index, leafHash(index)));
        Sha256 ordinary = ORDINARY;
        for (int level = 0; paths.hashesIn(level) > 0; level++) {
            TreeSet<Long> wanted = new TreeSet<>();
            special.keySet().forEach(index -> wanted.add(index / TilePath.FULL_WIDTH));
            wanted.add((paths.hashesIn(level) - 1) / TilePath.FULL_WIDTH);
            TreeMap<Long, Sha256> above = new TreeMap<>();
            for (long n : wanted) {
                TilePath.HashTile path = paths.hashTilePath(level, n);
                byte[] hashes = new byte[path.width() * Sha256.LENGTH];
                for (int i = 0; i < path.width(); i++) {
                    special.getOrDefault(n * TilePath.FULL_WIDTH + i, ordinary)
                            .copyTo(hashes, i * Sha256.LENGTH);
                }
                Path file = directory.resolve(path.path());
                Files.createDirectories(file.getParent());
                Files.write(file, hashes);
                tiles++;
                if (path.isFull()) {
                    above.put(n, hasher.perfectRoot(hashes, 0, TilePath.FULL_WIDTH));
                }
            }
            special.clear();
            special.putAll(above);
            for (int height = 0; height < LEVEL_HEIGHT; height++) {
                ordinary = hasher.nodeHash(ordinary, ordinary);
            }
        }
    }
}
