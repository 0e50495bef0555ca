package io.countersign.sinks.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/// Tables of what an archive lacks, in a directory of their own: who reads both has every entry
/// once. They have the archive's form, so that a question needs to know only more files. Memory is
/// bounded; nothing is there for good.
///
/// After an exception it is of no more use. One thread uses an instance.
public final class ArchiveTail implements AutoCloseable {
    /// Rows of all tables that wait in memory.
    private static final int MAX_WAITING_ROWS = 60_000;

    /// What a process has left behind that was killed.
    private static final Duration LEFT_BEHIND = Duration.ofHours(2);

    private final Path directory;
    private final Archive archive;
    private final ArchiveWriter writer;
    private long entries;

    private ArchiveTail(Path directory, Archive archive, ExecutorService threads)
            throws ArchiveFailedException {
        this.directory = directory;
        this.archive = archive;
        this.writer = new ArchiveWriter(archive, threads);
    }

    /// Makes the tables in a directory of their own, which nobody else may read: rows hold tokens,
    /// which count as PHI.
    ///
    /// @param above where the directory is made; what was left there is deleted
    /// @param ends how far each table of the archive goes; a table that is not named has nothing
    /// @param threads that write files; the caller's to close
    public static ArchiveTail in(
            Path above, Instant now, Map<ArchiveTable, ArchivedTo> ends, ExecutorService threads)
            throws IOException {
        Files.createDirectories(above);
        try (Stream<Path> left = Files.list(above)) {
            for (Path one : left.toList()) {
                if (Files.getLastModifiedTime(one).toInstant().isBefore(now.minus(LEFT_BEHIND))) {
                    DirectoryFiles.deleteAll(one);
                }
            }
        }
        Path directory =
                Files.createTempDirectory(
                        above,
                        "tail-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        return new ArchiveTail(
                directory, Archive.openBehind(directory, new EnumMap<>(ends)), threads);
    }

    /// Where the tables are.
    public Path directory() {
        return directory;
    }

    /// Takes an entry, those of a chain in its order.
    ///
    /// @return false where the archive, or this, has it
    /// @throws MissingEntriesException where an entry of its chain before it has not come
    public boolean add(EntryRows entry) throws IOException, InterruptedException {
        boolean taken = writer.add(entry);
        if (taken) {
            entries++;
        }
        if (writer.waiting() >= MAX_WAITING_ROWS) {
            finish();
        }
        return taken;
    }

    /// From here on all that was taken can be read.
    public void finish() throws IOException, InterruptedException {
        writer.commit(Optional.empty());
    }

    /// Entries that were taken.
    public long entries() {
        return entries;
    }

    /// Deletes the tables.
    @Override
    public void close() throws IOException {
        archive.close();
        DirectoryFiles.deleteAll(directory);
    }
}
