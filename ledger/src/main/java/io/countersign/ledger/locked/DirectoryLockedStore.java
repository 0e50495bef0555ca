package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.merkle.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A directory of a POSIX file system. Files are read-only and written once; the date and the hold
/// of each lie beside it, in `.locks`. None of that stops who may write there: the manifest shows
/// what was done, and only a store that enforces locks prevents it.
public final class DirectoryLockedStore implements LockedStore {
    private static final String LOCKS = ".locks";
    private static final String DRAFTS = ".drafts";
    private static final int MAX_LOCK_BYTES = 200;

    private final Path root;

    private DirectoryLockedStore(Path root) {
        this.root = root;
    }

    /// Opens a directory, which is made where it is not there.
    public static DirectoryLockedStore open(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Files.createDirectories(root.resolve(DRAFTS));
        Files.createDirectories(root.resolve(LOCKS));
        // What a crash left; a keeper that writes at this moment tries again.
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(root.resolve(DRAFTS))) {
            for (Path draft : drafts) {
                Files.deleteIfExists(draft);
            }
        }
        return new DirectoryLockedStore(root);
    }

    /// Opens a directory to read what is there.
    public static Optional<DirectoryLockedStore> openExisting(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        return Files.isDirectory(root)
                ? Optional.of(new DirectoryLockedStore(root))
                : Optional.empty();
    }

    @Override
    public boolean enforces() {
        return false;
    }

    @Override
    public LockedObject put(String path, byte[] bytes, Lock lock) throws IOException {
        Optional<LockedObject> created = create(path, bytes, lock);
        if (created.isPresent()) {
            return created.get();
        }
        LockedObject there = there(path);
        if (there.bytes() != bytes.length
                || !there.sha256().equals(Optional.of(Sha256.of(bytes)))) {
            throw new LockRefusedException(
                    path + " lies in " + root + " with other bytes: somebody changed it");
        }
        if (lock.held() && !there.held()) {
            hold(path, ManifestLine.NO_VERSION, true);
        }
        return extend(path, ManifestLine.NO_VERSION, lock);
    }

    @Override
    public Optional<LockedObject> create(String path, byte[] bytes, Lock lock) throws IOException {
        Path target = file(path);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        makeFolder(parent(target));
        // First the lock: a file without one would be a file that anybody may delete.
        if (!Files.exists(lockFile(path))) {
            writeLock(path, lock);
        }
        Path draft = draft(bytes);
        try {
            Files.createLink(target, draft);
        } catch (FileAlreadyExistsException _other) {
            return Optional.empty();
        } finally {
            Files.deleteIfExists(draft);
        }
        force(parent(target));
        extend(path, ManifestLine.NO_VERSION, lock);
        return Optional.of(there(path));
    }

    private LockedObject there(String path) throws IOException {
        return describe(path, ManifestLine.NO_VERSION)
                .orElseThrow(() -> new LockRefusedException(path + " is not in " + root));
    }

    @Override
    public Optional<LockedObject> describe(String path, String version) throws IOException {
        Path file = file(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Optional<Lock> lock = readLock(path);
        return Optional.of(
                new LockedObject(
                        path,
                        ManifestLine.NO_VERSION,
                        Files.size(file),
                        Optional.of(sha256(file)),
                        lock.map(Lock::mode),
                        lock.map(Lock::until),
                        lock.filter(Lock::held).isPresent()));
    }

    private static Sha256 sha256(Path file) throws IOException {
        return Sha256.of(Files.readAllBytes(file));
    }

    @Override
    public Optional<byte[]> read(String path, String version, int limit) throws IOException {
        Path file = file(path);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IOException(path + " is larger than " + limit + " bytes");
            }
            return Optional.of(bytes);
        }
    }

    @Override
    public List<Version> versions(String beginning) throws IOException {
        List<Version> versions = new ArrayList<>();
        Path from = root.resolve(beginning.substring(0, beginning.lastIndexOf('/') + 1));
        if (!Files.isDirectory(from)) {
            return versions;
        }
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = String.valueOf(folder.getFileName());
                        return name.equals(LOCKS) || name.equals(DRAFTS)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String path = root.relativize(file).toString();
                        if (path.startsWith(beginning)) {
                            versions.add(
                                    new Version(
                                            path,
                                            ManifestLine.NO_VERSION,
                                            true,
                                            attributes.lastModifiedTime().toInstant()));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return versions;
    }

    @Override
    public LockedObject extend(String path, String version, Lock lock) throws IOException {
        Optional<Lock> before = readLock(path);
        if (before.isEmpty() || before.get().until().isBefore(lock.until())) {
            writeLock(
                    path,
                    new Lock(
                            lock.mode(),
                            lock.until(),
                            lock.held() || before.filter(Lock::held).isPresent()));
        }
        return there(path);
    }

    @Override
    public void hold(String path, String version, boolean on) throws IOException {
        Lock before =
                readLock(path).orElseThrow(() -> new LockRefusedException(path + " bears no lock"));
        writeLock(path, new Lock(before.mode(), before.until(), on));
    }

    @Override
    public void delete(String path, String version, Instant now) throws IOException {
        Optional<LockedObject> object = describe(path, version);
        if (object.isEmpty()) {
            return;
        }
        if (object.get().isKept(now)) {
            throw new LockRefusedException(path + " in " + root + " is still locked or held");
        }
        Path target = file(path);
        Files.delete(target);
        force(parent(target));
        // Then the lock: a file without one would be a file that nobody had locked.
        Files.deleteIfExists(lockFile(path));
        force(parent(lockFile(path)));
    }

    private Path file(String path) {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new IllegalArgumentException("not a path below the directory");
        }
        return file;
    }

    private Path lockFile(String path) {
        return root.resolve(LOCKS).resolve(path);
    }

    private Optional<Lock> readLock(String path) throws IOException {
        Path file = lockFile(path);
        try {
            if (Files.size(file) > MAX_LOCK_BYTES) {
                return Optional.empty();
            }
            String[] words = Files.readString(file).strip().split(" ", 4);
            return words.length < 2
                    ? Optional.empty()
                    : Optional.of(
                            new Lock(
                                    LockMode.valueOf(words[0]),
                                    Instant.parse(words[1]),
                                    words.length > 2));
        } catch (NoSuchFileException _none) {
            return Optional.empty();
        } catch (IllegalArgumentException | DateTimeException _damaged) {
            // As good as none: verify names it.
            return Optional.empty();
        }
    }

    private void writeLock(String path, Lock lock) throws IOException {
        Path target = lockFile(path);
        makeFolder(parent(target));
        String text = lock.mode() + " " + lock.until() + (lock.held() ? " held" : "") + "\n";
        Path draft = draft(text.getBytes(StandardCharsets.US_ASCII));
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        force(parent(target));
    }

    /// Forced to the disk and read-only, not yet in its place.
    private Path draft(byte[] bytes) throws IOException {
        Path draft = root.resolve(DRAFTS).resolve(UUID.randomUUID().toString());
        try (FileChannel channel =
                FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                channel.write(in);
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("r--r-----"));
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
        return draft;
    }

    /// Makes a folder and those above it, and forces each new name to the disk.
    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolder(parent(folder));
            Files.createDirectories(folder);
            force(parent(folder));
        }
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

    /// Nothing is open between calls.
    @Override
    public void close() {}
}
