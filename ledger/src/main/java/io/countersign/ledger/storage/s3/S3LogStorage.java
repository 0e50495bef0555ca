package io.countersign.ledger.storage.s3;

import io.countersign.audit.note.LogName;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.LockLostException;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.ObjectDiffersException;
import io.countersign.ledger.storage.Revision;
import io.countersign.ledger.storage.StagingBundle;
import io.countersign.ledger.storage.StoredObject;
import io.countersign.ledger.storage.s3.S3Objects.Condition;
import io.countersign.ledger.storage.s3.S3Objects.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3.S3Client;

/// A log in a bucket, with the names that it has in a directory:
///
/// ```
/// PREFIX/log/            checkpoint, tile/...     exactly C2SP tlog-tiles; anybody may read it
/// PREFIX/log.vkeys       and log.checkpoints/, log.timestamps/, log.witnessed, as in a directory
/// PREFIX/ledger/lock     the lock checkpoint, one object
/// PREFIX/ledger/staging/<name>
/// PREFIX/ledger/probe/   for a moment, at each start
/// PREFIX/<year>/         the log of a later year, with all of the above
/// ```
///
/// Nothing holds the log for one process here, so that every step bears two sealers at once. The
/// lock checkpoint moves by `If-Match` on the version that was read. Tiles and bundles are created
/// with `If-None-Match: *` and compared where they are there. What is public and replaced
/// (checkpoint, keys) is replaced by `If-Match` on a version that was read *before* the lock
/// checkpoint was seen to be still ours: a sealer that slept while another went on can therefore
/// not put its older checkpoint over a newer one.
public final class S3LogStorage implements LogStorage {
    /// Objects of one seal that are written at the same time.
    static final int MAX_PARALLEL_WRITES = 32;

    /// Checkpoints, keys, answers of authorities.
    static final int MAX_SMALL_BYTES = 1_000_000;

    /// Another writer was faster each time.
    private static final int MAX_RACES = 20;

    private static final String LOCK = "ledger/lock";
    private static final String STAGING = "ledger/staging/";

    private final S3Objects objects;

    /// The lock checkpoint as this sealer last read or moved it.
    private volatile Optional<byte[]> held = Optional.empty();

    private final Map<Integer, S3LogStorage> later = new HashMap<>();

    private S3LogStorage(S3Objects objects) {
        this.objects = objects;
    }

    /// Opens a log in a bucket that is there.
    ///
    /// @param client of [S3Endpoint#sealingClient()]; closed with the storage, and where this
    ///   throws
    /// @throws StoreFailure where the store ignores a condition that the log depends on, or refuses
    public static S3LogStorage open(S3Client client, S3Place place) throws IOException {
        S3Objects objects = new S3Objects(client, place);
        boolean opened = false;
        try {
            if (!StoreProbe.of(objects).holdsLogs()) {
                throw StoreFailure.unfit(
                        place,
                        "this store ignores If-Match or If-None-Match on a write, so that two sealers could"
                                + " fork it");
            }
            opened = true;
            return new S3LogStorage(objects);
        } finally {
            if (!opened) {
                objects.close();
            }
        }
    }

    /// What the store does with conditions; for a person who wants to know before a log begins.
    ///
    /// @param client closed by this
    /// @throws StoreFailure where it cannot be asked
    public static StoreProbe probe(S3Client client, S3Place place) throws IOException {
        try (S3Objects objects = new S3Objects(client, place)) {
            return StoreProbe.of(objects);
        }
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        if (!path.equals(TilePath.CHECKPOINT) && TilePath.parse(path).isEmpty()) {
            return Optional.empty();
        }
        return bytes(logPath(path), DirectoryTileSource.MAX_OBJECT_BYTES);
    }

    @Override
    public Optional<byte[]> readLock() throws IOException {
        held = bytes(LOCK, MAX_SMALL_BYTES);
        return held;
    }

    @Override
    public void replaceLock(Optional<byte[]> expected, byte[] next) throws IOException {
        Optional<Stored> current = objects.read(LOCK, MAX_SMALL_BYTES);
        if (!isSame(current.map(Stored::bytes), expected)
                || !objects.write(LOCK, next, Condition.still(current))) {
            throw new LockLostException();
        }
        held = Optional.of(next);
    }

    @Override
    public void putStaging(String name, byte[] bundle) throws IOException {
        objects.write(stagingPath(name), bundle, new Condition.Always());
    }

    @Override
    public Optional<byte[]> readStaging(String name) throws IOException {
        return bytes(stagingPath(name), StagingBundle.MAX_BYTES);
    }

    @Override
    public List<String> stagings() throws IOException {
        return objects.names(STAGING).stream().filter(StagingBundle::isName).toList();
    }

    @Override
    public void dropStaging(String name) throws IOException {
        objects.delete(stagingPath(name));
    }

    @Override
    public void putObjects(List<StoredObject> stored) throws IOException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.clamp(stored.size(), 1, MAX_PARALLEL_WRITES),
                        Thread.ofVirtual().factory())) {
            List<Future<?>> writes = new ArrayList<>();
            for (StoredObject object : stored) {
                writes.add(
                        threads.submit(() -> {
                            put(object);
                            return object;
                        }));
            }
            try {
                for (Future<?> write : writes) {
                    write.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof IOException failed) {
                    throw failed;
                }
                throw new IOException(e);
            } catch (InterruptedException _stop) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException("storing objects");
            }
        }
    }

    private void put(StoredObject object) throws IOException {
        String path = object.path().path();
        if (!objects.write(logPath(path), object.bytes(), new Condition.Absent())) {
            throw new ObjectDiffersException(path);
        }
    }

    @Override
    public void deletePartials(TilePath full) throws IOException {
        String path = logPath(full.path());
        if (!full.isFull() || !objects.isThere(path)) {
            throw new IllegalArgumentException("not there in full: " + full.path());
        }
        String partials = path + ".p/";
        for (String width : objects.names(partials)) {
            objects.delete(partials + width);
        }
    }

    @Override
    public void publishCheckpoint(byte[] note) throws IOException {
        replaceWhileHeld(logPath(TilePath.CHECKPOINT), note);
    }

    @Override
    public Optional<byte[]> readKeys() throws IOException {
        return bytes("log.vkeys", MAX_SMALL_BYTES);
    }

    @Override
    public void publishKeys(String vkeys) throws IOException {
        replaceWhileHeld("log.vkeys", vkeys.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void keepCheckpoint(long size, Revision revision) throws IOException {
        revise("log.checkpoints/" + size + ".checkpoint", revision);
    }

    @Override
    public void putWitnessed(Revision revision) throws IOException {
        revise("log.witnessed", revision);
    }

    @Override
    public void putTimestamp(long size, byte[] checkpoint, byte[] response) throws IOException {
        objects.write("log.timestamps/" + size + ".checkpoint", checkpoint, new Condition.Always());
        objects.write("log.timestamps/" + size + ".tsr", response, new Condition.Always());
    }

    @Override
    public List<Integer> years() throws IOException {
        return objects.folders().stream().filter(LogName::isYear).map(Integer::valueOf).toList();
    }

    @Override
    public synchronized S3LogStorage ofYear(int year) {
        return later.computeIfAbsent(year, y -> new S3LogStorage(objects.below(String.valueOf(y))));
    }

    @Override
    public void close() {
        objects.close();
    }

    /// The order matters: first the version that will be replaced, then the look at the lock
    /// checkpoint. Whoever moves the lock after the look, and writes here, changes the version.
    private void replaceWhileHeld(String path, byte[] next) throws IOException {
        for (int races = 0; races < MAX_RACES; races++) {
            Optional<Stored> current = objects.read(path, MAX_SMALL_BYTES);
            if (!isSame(bytes(LOCK, MAX_SMALL_BYTES), held)) {
                throw new LockLostException();
            }
            if (current.filter(stored -> stored.holds(next)).isPresent()
                    || objects.write(path, next, Condition.still(current))) {
                return;
            }
        }
        throw StoreFailure.unfit(objects.place(), path + " is always replaced by another");
    }

    private void revise(String path, Revision revision) throws IOException {
        for (int races = 0; races < MAX_RACES; races++) {
            Optional<Stored> current = objects.read(path, MAX_SMALL_BYTES);
            Optional<byte[]> next = revision.of(current.map(Stored::bytes));
            if (next.isEmpty() || objects.write(path, next.get(), Condition.still(current))) {
                return;
            }
        }
        throw StoreFailure.unfit(objects.place(), path + " is always replaced by another");
    }

    private Optional<byte[]> bytes(String path, int limit) throws IOException {
        return objects.read(path, limit).map(Stored::bytes);
    }

    private static boolean isSame(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() == other.isPresent()
                && (one.isEmpty() || Arrays.equals(one.get(), other.orElseThrow()));
    }

    private static String logPath(String path) {
        return "log/" + path;
    }

    private static String stagingPath(String name) {
        if (!StagingBundle.isName(name)) {
            throw new IllegalArgumentException("not a name of a staging bundle");
        }
        return STAGING + name;
    }
}
