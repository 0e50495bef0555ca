package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A log as it is locked: each object in the version that the manifest names, compared with its
/// hash there. Whatever was deleted by name or written over since, this reads what was locked.
///
/// Upper tiles that were not full when their leaves were locked are made of the tiles below. Any
/// thread.
public final class LockedTiles implements TileSource {
    private final LockedStore store;
    private final Map<String, ManifestLine.Stored> objects;

    /// @param folder of the log within the record: empty, or a year and a slash
    public LockedTiles(LockedStore store, LockedRecord record, String folder) {
        this.store = store;
        this.objects = new HashMap<>();
        String place = folder + "log/";
        for (LockedRecord.Promise promise : record.objects().values()) {
            String path = promise.stored().path();
            if (path.startsWith(place)) {
                objects.putIfAbsent(path.substring(place.length()), promise.stored());
            }
        }
    }

    /// The folder of a log: that of the first bears no year.
    ///
    /// @param installation the name of the first log
    public static String folder(String installation, LockedTree tree) {
        return tree.origin().equals(installation)
                ? ""
                : tree.origin().substring(installation.length() + 1) + "/";
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        ManifestLine.Stored stored = objects.get(path);
        if (stored != null) {
            return Optional.of(read(stored));
        }
        Optional<TilePath> tile = TilePath.parse(path);
        return tile.isPresent()
                        && tile.get() instanceof TilePath.HashTile hashes
                        && hashes.level() > 0
                        && !hashes.isFull()
                ? made(hashes)
                : Optional.empty();
    }

    private byte[] read(ManifestLine.Stored stored) throws IOException {
        byte[] bytes =
                store.read(stored.path(), stored.version(), DirectoryTileSource.MAX_OBJECT_BYTES)
                        .orElseThrow(() ->
                                new DamagedLogException(
                                        LogFault.MISSING,
                                        stored.path(),
                                        "is missing, and the manifest names it"));
        if (!Sha256.of(bytes).equals(stored.sha256())) {
            throw new DamagedLogException(
                    LogFault.HASH_MISMATCH, stored.path(), "has other bytes than were locked");
        }
        return bytes;
    }

    /// Of as many full tiles below as it has hashes.
    private Optional<byte[]> made(TilePath.HashTile tile) throws IOException {
        TreeHasher hasher = new TreeHasher();
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int i = 0; i < tile.width(); i++) {
            Optional<byte[]> below =
                    read(
                            new TilePath.HashTile(
                                            tile.level() - 1,
                                            tile.n() * TilePath.FULL_WIDTH + i,
                                            TilePath.FULL_WIDTH)
                                    .path());
            if (below.isEmpty() || below.get().length != TilePath.FULL_WIDTH * Sha256.LENGTH) {
                return Optional.empty();
            }
            hashes.writeBytes(hasher.perfectRoot(below.get(), 0, TilePath.FULL_WIDTH).bytes());
        }
        return Optional.of(hashes.toByteArray());
    }
}
