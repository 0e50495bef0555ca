package io.countersign.ledger.storage.s3;

import io.countersign.audit.note.LogName;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.SideFolder;
import io.countersign.ledger.storage.s3.S3Objects.Stored;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/// A log in a bucket, read only: by those who verify, and by those who look something up. It needs
/// `s3:GetObject` and `s3:ListBucket` and nothing else.
///
/// Full tiles and bundles never change, so that the last ones that were read are kept in memory.
public final class S3Log implements TileSource, Closeable {
    /// Calls that pay off at the same time: a store answers each in some milliseconds.
    public static final int PARALLEL_READS = 16;

    private static final long MAX_CACHED_BYTES = 64L * 1024 * 1024;

    private final S3Objects objects;
    private final String name;
    private final LinkedHashMap<String, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true);
    private long cachedBytes;

    private S3Log(S3Objects objects, String name) {
        this.objects = objects;
        this.name = name;
    }

    /// Finds the log that a place names: the installation that holds it as `log`, or the log
    /// itself.
    ///
    /// @param client of [S3Endpoint#sealingClient()]; closed with the log, and where there is none
    /// @return empty where there is no checkpoint at either
    /// @throws StoreFailure where the store does not answer, or refuses
    public static Optional<S3Log> find(S3Client client, S3Place place) throws IOException {
        boolean found = false;
        try {
            S3Log within = new S3Log(new S3Objects(client, place), "log");
            if (within.read(TilePath.CHECKPOINT).isPresent()) {
                found = true;
                return Optional.of(within);
            }
            if (place.prefix().isEmpty()) {
                return Optional.empty();
            }
            S3Log itself = new S3Log(new S3Objects(client, place.parent()), place.name());
            found = itself.read(TilePath.CHECKPOINT).isPresent();
            return found ? Optional.of(itself) : Optional.empty();
        } finally {
            if (!found) {
                client.close();
            }
        }
    }

    /// The logs of later years beside this one, the oldest first; none where this one was named by
    /// itself.
    public List<S3Log> later() throws IOException {
        List<S3Log> logs = new ArrayList<>();
        if (!name.equals("log")) {
            return logs;
        }
        for (String year : objects.folders().stream().filter(LogName::isYear).sorted().toList()) {
            S3Log log = new S3Log(objects.below(year), name);
            if (log.read(TilePath.CHECKPOINT).isPresent()) {
                logs.add(log);
            }
        }
        return logs;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        Optional<TilePath> tile = TilePath.parse(path);
        if (!path.equals(TilePath.CHECKPOINT) && tile.isEmpty()) {
            throw new IllegalArgumentException("not the path of a log object");
        }
        boolean lasts = tile.filter(TilePath::isFull).isPresent();
        Optional<byte[]> known = lasts ? known(path) : Optional.empty();
        if (known.isPresent()) {
            return known;
        }
        Optional<byte[]> bytes =
                objects.read(name + "/" + path, DirectoryTileSource.MAX_OBJECT_BYTES)
                        .map(Stored::bytes);
        if (lasts && bytes.isPresent()) {
            remember(path, bytes.get());
        }
        return bytes;
    }

    /// What lies beside the log, by the end of its name, such as `.vkeys`.
    public Optional<byte[]> beside(String suffix) throws IOException {
        return objects.read(name + suffix, SideFolder.MAX_BYTES).map(Stored::bytes);
    }

    /// A folder beside the log, by the end of its name, such as `.checkpoints`.
    public SideFolder folderBeside(String suffix) {
        String path = name + suffix + "/";
        return new SideFolder() {
            @Override
            public Optional<byte[]> read(String file) throws IOException {
                return objects.read(path + file, MAX_BYTES).map(Stored::bytes);
            }

            @Override
            public Optional<Set<String>> names() throws IOException {
                Set<String> names = new HashSet<>(objects.names(path));
                return names.isEmpty() ? Optional.empty() : Optional.of(names);
            }
        };
    }

    private synchronized Optional<byte[]> known(String path) {
        return Optional.ofNullable(cache.get(path));
    }

    private synchronized void remember(String path, byte[] bytes) {
        byte[] before = cache.put(path, bytes);
        cachedBytes += bytes.length - (before == null ? 0 : before.length);
        while (cachedBytes > MAX_CACHED_BYTES) {
            Map.Entry<String, byte[]> eldest = cache.pollFirstEntry();
            cachedBytes -= eldest.getValue().length;
        }
    }

    @Override
    public void close() {
        objects.close();
    }
}
