package io.countersign.ledger.storage;

import io.countersign.audit.note.LogName;
import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A log in a directory of a POSIX file system, on one machine:
///
/// ```
/// DIR/log/            checkpoint, tile/...     exactly C2SP tlog-tiles; anybody may read it
/// DIR/log.vkeys       the public keys, one a line
/// DIR/log.checkpoints/<size>.checkpoint     signed checkpoints that are kept
/// DIR/log.witnessed   the newest checkpoint that witnesses cosigned
/// DIR/ledger/         mode 0700
///     in-use          locked by the process that seals
///     lock/<n>        the lock checkpoint: the file with the highest number, which only counts up
///     staging/<name>  staging bundles
///     draft/          files on their way to their place
/// DIR/<year>/         the log of a later year, with all of the above
/// ```
///
/// A file is written as a draft, forced to the disk, brought to its place by link or rename, and
/// then its directory is forced: a reader sees it whole or not at all. Compare-and-swap is the link
/// of the next number, which fails where another sealer was first. The lock on `in-use` already
/// refuses a second process; the compare-and-swap also holds where such locks do not reach, as on
/// some network file systems.
public final class DirectoryLogStorage implements LogStorage {
    private static final Set<PosixFilePermission> PUBLIC_FILE =
            PosixFilePermissions.fromString("rw-r--r--");
    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> PUBLIC_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    private static final FileAttribute<?> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Pattern LOCK_NAME = Pattern.compile("[0-9]{20}");

    /// A lock checkpoint's predecessor is kept to look at; older ones go.
    private static final int KEPT_LOCKS = 2;

    private final Path root;
    private final Path log;
    private final Path locks;
    private final Path staging;
    private final Path drafts;
    private final FileChannel inUse;
    private final Map<Integer, DirectoryLogStorage> later = new HashMap<>();

    private DirectoryLogStorage(Path root, FileChannel inUse) {
        this.root = root;
        this.log = root.resolve("log");
        Path ledger = root.resolve("ledger");
        this.locks = ledger.resolve("lock");
        this.staging = ledger.resolve("staging");
        this.drafts = ledger.resolve("draft");
        this.inUse = inUse;
    }

    /// Opens the log in a directory, which is made where it is not there, and holds it until
    /// [#close].
    ///
    /// @throws LogInUseException where another sealer holds it, in this process or in another
    public static DirectoryLogStorage open(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Files.createDirectories(root);
        makeFolder(root.resolve("log"), PUBLIC_FOLDER);
        makeFolder(root.resolve("ledger"), PRIVATE_FOLDER);
        FileChannel inUse =
                FileChannel.open(
                        root.resolve("ledger").resolve("in-use"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PRIVATE_FILE);
        DirectoryLogStorage storage = new DirectoryLogStorage(root, inUse);
        try {
            FileLock lock = inUse.tryLock();
            if (lock == null) {
                throw new LogInUseException(root);
            }
            makeFolder(storage.locks, PRIVATE_FOLDER);
            makeFolder(storage.staging, PRIVATE_FOLDER);
            makeFolder(storage.drafts, PRIVATE_FOLDER);
            // Only drafts that a crash left: nobody else is here.
            for (Path draft : list(storage.drafts)) {
                Files.deleteIfExists(draft);
            }
        } catch (OverlappingFileLockException _here) {
            inUse.close();
            throw new LogInUseException(root);
        } catch (IOException e) {
            inUse.close();
            throw e;
        }
        return storage;
    }

    /// The folder that verifiers are given.
    public Path logFolder() {
        return log;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        if (!path.equals(TilePath.CHECKPOINT) && TilePath.parse(path).isEmpty()) {
            return Optional.empty();
        }
        return readFile(log.resolve(path));
    }

    @Override
    public Optional<byte[]> readLock() throws IOException {
        long newest = newestLock();
        return newest < 0 ? Optional.empty() : readFile(lock(newest));
    }

    @Override
    public void replaceLock(Optional<byte[]> expected, byte[] next) throws IOException {
        long newest = newestLock();
        Optional<byte[]> current = newest < 0 ? Optional.empty() : readFile(lock(newest));
        if (current.isPresent() != expected.isPresent()
                || (current.isPresent() && !Arrays.equals(current.get(), expected.get()))) {
            throw new LockLostException();
        }
        Path draft = draft(next, false);
        try {
            Files.createLink(lock(newest + 1), draft);
        } catch (FileAlreadyExistsException _taken) {
            throw new LockLostException();
        } finally {
            Files.deleteIfExists(draft);
        }
        force(locks);
        // A sealer that slept while others sealed may have linked a number that was used and
        // cleared away long ago.
        if (newestLock() != newest + 1) {
            Files.deleteIfExists(lock(newest + 1));
            throw new LockLostException();
        }
        for (Path old : list(locks)) {
            if (lockNumber(old) <= newest + 1 - KEPT_LOCKS) {
                Files.deleteIfExists(old);
            }
        }
    }

    @Override
    public void putStaging(String name, byte[] bundle) throws IOException {
        place(draft(bundle, false), stagingFile(name));
    }

    @Override
    public Optional<byte[]> readStaging(String name) throws IOException {
        return readFile(stagingFile(name));
    }

    @Override
    public List<String> stagings() throws IOException {
        return list(staging).stream().map(file -> file.getFileName().toString()).toList();
    }

    @Override
    public void dropStaging(String name) throws IOException {
        // Not forced: a bundle that comes back is completed once more, which changes nothing.
        Files.deleteIfExists(stagingFile(name));
    }

    @Override
    public void putObjects(List<StoredObject> objects) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (StoredObject object : objects) {
            Path target = log.resolve(object.path().path());
            Path folder = parent(target);
            if (!Files.isDirectory(folder)) {
                makeFolder(folder, PUBLIC_FOLDER);
            }
            Path draft = draft(object.bytes(), true);
            try {
                Files.createLink(target, draft);
            } catch (FileAlreadyExistsException _there) {
                if (!Arrays.equals(Files.readAllBytes(target), object.bytes())) {
                    throw new ObjectDiffersException(object.path().path());
                }
            } finally {
                Files.deleteIfExists(draft);
            }
            folders.add(folder);
        }
        for (Path folder : folders) {
            force(folder);
        }
    }

    @Override
    public void deletePartials(TilePath full) throws IOException {
        Path target = log.resolve(full.path());
        if (!full.isFull() || !Files.isRegularFile(target)) {
            throw new IllegalArgumentException("not there in full: " + full.path());
        }
        Path partials = target.resolveSibling(target.getFileName() + ".p");
        if (Files.isDirectory(partials)) {
            for (Path partial : list(partials)) {
                Files.deleteIfExists(partial);
            }
            Files.deleteIfExists(partials);
        }
    }

    @Override
    public void publishCheckpoint(byte[] note) throws IOException {
        place(draft(note, true), log.resolve(TilePath.CHECKPOINT));
    }

    @Override
    public Optional<byte[]> readKeys() throws IOException {
        return readFile(root.resolve("log.vkeys"));
    }

    @Override
    public void publishKeys(String vkeys) throws IOException {
        place(draft(vkeys.getBytes(StandardCharsets.UTF_8), true), root.resolve("log.vkeys"));
    }

    @Override
    public void keepCheckpoint(long size, Revision revision) throws IOException {
        Path folder = root.resolve("log.checkpoints");
        makeFolder(folder, PUBLIC_FOLDER);
        revise(folder.resolve(size + ".checkpoint"), revision);
    }

    @Override
    public void putWitnessed(Revision revision) throws IOException {
        revise(root.resolve("log.witnessed"), revision);
    }

    /// One at a time; other processes are kept out by the lock on the log.
    private synchronized void revise(Path file, Revision revision) throws IOException {
        Optional<byte[]> next = revision.of(readFile(file));
        if (next.isPresent()) {
            place(draft(next.get(), true), file);
        }
    }

    @Override
    public void putTimestamp(long size, byte[] checkpoint, byte[] response) throws IOException {
        Path folder = root.resolve("log.timestamps");
        Files.createDirectories(folder);
        place(draft(checkpoint, true), folder.resolve(size + ".checkpoint"));
        place(draft(response, true), folder.resolve(size + ".tsr"));
    }

    @Override
    public List<Integer> years() throws IOException {
        return list(root).stream()
                .filter(Files::isDirectory)
                .map(folder -> folder.getFileName().toString())
                .filter(LogName::isYear)
                .map(Integer::valueOf)
                .toList();
    }

    @Override
    public synchronized DirectoryLogStorage ofYear(int year) throws IOException {
        DirectoryLogStorage known = later.get(year);
        if (known == null) {
            known = open(root.resolve(String.valueOf(year)));
            later.put(year, known);
        }
        return known;
    }

    @Override
    public synchronized void close() throws IOException {
        for (DirectoryLogStorage log : later.values()) {
            log.close();
        }
        // Closing the channel gives the lock back. The file stays: deleting it would let two hold
        // two files of one name.
        inUse.close();
    }

    /// Forced to the disk, not yet in its place.
    private Path draft(byte[] bytes, boolean readableByAll) throws IOException {
        Path draft = Files.createTempFile(drafts, "", "", PRIVATE_FILE);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                channel.write(in);
            }
            if (readableByAll) {
                Files.setPosixFilePermissions(draft, PUBLIC_FILE);
            }
            channel.force(true);
        }
        return draft;
    }

    private static void place(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        force(parent(target));
    }

    private long newestLock() throws IOException {
        long newest = -1;
        for (Path file : list(locks)) {
            newest = Math.max(newest, lockNumber(file));
        }
        return newest;
    }

    private Path lock(long number) {
        return locks.resolve(String.format("%020d", number));
    }

    private static long lockNumber(Path file) throws IOException {
        String name = file.getFileName().toString();
        try {
            if (LOCK_NAME.matcher(name).matches()) {
                return Long.parseLong(name);
            }
        } catch (NumberFormatException _large) {
            // Falls through to the refusal.
        }
        throw new IOException("not a lock checkpoint: " + file);
    }

    private Path stagingFile(String name) {
        if (!StagingBundle.isName(name)) {
            throw new IllegalArgumentException("not a name of a staging bundle");
        }
        return staging.resolve(name);
    }

    private static Optional<byte[]> readFile(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _absent) {
            return Optional.empty();
        }
    }

    /// Makes a folder and those above it, and forces each new name to the disk.
    private static void makeFolder(Path folder, FileAttribute<?> permissions) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = parent(folder);
        makeFolder(above, permissions);
        try {
            Files.createDirectory(folder, permissions);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        force(above);
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no parent: " + path);
        }
        return parent;
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(files::add);
        }
        return files;
    }
}
