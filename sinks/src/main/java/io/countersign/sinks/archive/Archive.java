package io.countersign.sinks.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/// The three tables in one directory, open to be read, or by one writer at a time to be written. An
/// instance belongs to one thread.
public final class Archive implements AutoCloseable {
    /// Where tables are built that shall replace these.
    static final String BESIDE = ".rebuilding";

    private static final String LOCK = "writer.lock";
    private static final long KEPT_FOR_READERS_MILLIS = 3_600_000;

    private final Path directory;
    private final Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);
    private final @Nullable FileChannel lock;

    private Archive(Path directory, @Nullable FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /// Opens an archive to read it.
    ///
    /// @return empty where one of its tables is not there
    public static Optional<Archive> open(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        Archive archive = new Archive(absolute, null);
        for (ArchiveTable table : ArchiveTable.values()) {
            DirectoryTable operations =
                    new DirectoryTable(absolute, absolute.resolve(table.folder()));
            if (!operations.exists()) {
                return Optional.empty();
            }
            archive.tables.put(table, new BaseTable(operations, table.folder()));
        }
        return Optional.of(archive);
    }

    /// Opens an archive to write to it, and makes the tables that are not there.
    ///
    /// @throws ArchiveInUseException where another writer has it
    public static Archive openToWrite(Path directory) throws IOException {
        return openToWrite(directory.toAbsolutePath().normalize(), Optional.empty());
    }

    /// Opens tables that are built beside those of an archive, whose writer the caller is: their
    /// data files lie where the archive's lie.
    static Archive openBeside(Path directory, Archive archive) {
        Archive beside = new Archive(directory, null);
        beside.createMissing(archive.directory, Optional.of(archive.directory));
        return beside;
    }

    /// Makes tables in a directory of their own that go on where those of another archive end: what
    /// is written to them is what the other lacks. They are not meant to outlive this process.
    ///
    /// @param ends how far the tables of the other go
    static Archive openBehind(Path directory, Map<ArchiveTable, ArchivedTo> ends)
            throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        Archive archive = new Archive(absolute, lock(absolute.resolve(LOCK)));
        archive.createMissing(new DirectoryFiles(absolute, false), Optional.empty());
        for (ArchiveTable table : ArchiveTable.values()) {
            commit(archive.table(table).newAppend(), ends.getOrDefault(table, ArchivedTo.NOTHING));
        }
        return archive;
    }

    private static Archive openToWrite(Path directory, Optional<Path> dataOf) throws IOException {
        Files.createDirectories(directory);
        Archive archive = new Archive(directory, lock(directory.resolve(LOCK)));
        archive.createMissing(directory, dataOf);
        return archive;
    }

    private void createMissing(Path root, Optional<Path> dataOf) {
        createMissing(new DirectoryFiles(root), dataOf);
    }

    private void createMissing(DirectoryFiles files, Optional<Path> dataOf) {
        for (ArchiveTable table : ArchiveTable.values()) {
            DirectoryTable operations =
                    new DirectoryTable(files, directory.resolve(table.folder()));
            if (!operations.exists()) {
                Map<String, String> properties = table.properties();
                dataOf.ifPresent(other ->
                        properties.put(
                                TableProperties.WRITE_DATA_LOCATION,
                                DirectoryFiles.location(
                                        other.resolve(table.folder()).resolve("data"))));
                operations.commit(null, newTable(table, directory, properties));
            }
            tables.put(table, new BaseTable(operations, table.folder()));
        }
    }

    private static TableMetadata newTable(
            ArchiveTable table, Path directory, Map<String, String> properties) {
        return TableMetadata.newTableMetadata(
                table.schema(),
                table.spec(),
                table.order(),
                DirectoryFiles.location(directory.resolve(table.folder())),
                properties);
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _held) {
            // By another writer of this process.
        }
        channel.close();
        throw new ArchiveInUseException();
    }

    public Path directory() {
        return directory;
    }

    /// The Iceberg table.
    public Table table(ArchiveTable table) {
        Table open = tables.get(table);
        if (open == null) {
            throw new IllegalStateException("the archive is not open");
        }
        return open;
    }

    /// What a table is made of, as its newest snapshot says.
    public record TableSize(long rows, long files, long bytes) {}

    /// How large a table is.
    public TableSize size(ArchiveTable table) {
        Snapshot snapshot = table(table).currentSnapshot();
        return snapshot == null
                ? new TableSize(0, 0, 0)
                : new TableSize(
                        number(snapshot, SnapshotSummary.TOTAL_RECORDS_PROP),
                        number(snapshot, SnapshotSummary.TOTAL_DATA_FILES_PROP),
                        number(snapshot, SnapshotSummary.TOTAL_FILE_SIZE_PROP));
    }

    private static long number(Snapshot snapshot, String property) {
        return Long.parseLong(snapshot.summary().getOrDefault(property, "0"));
    }

    /// How far a table holds the log.
    public ArchivedTo archivedTo(ArchiveTable table) {
        Snapshot snapshot = table(table).currentSnapshot();
        return snapshot == null ? ArchivedTo.NOTHING : ArchivedTo.of(snapshot.summary());
    }

    /// How far all tables hold the log: an answer is complete up to here.
    public ArchivedTo archivedTo() {
        ArchivedTo all = archivedTo(ArchiveTable.ENTRIES);
        for (ArchiveTable table : ArchiveTable.values()) {
            all = all.and(archivedTo(table));
        }
        return all;
    }

    /// Replaces the tables, one after the other and each at once, by those that were built beside
    /// them. What the tables held before is not read: it may be damaged.
    void replaceBy(Archive built) throws IOException {
        for (ArchiveTable table : ArchiveTable.values()) {
            Transaction transaction =
                    Transactions.createTableTransaction(
                            table.folder(),
                            DirectoryTable.anew(directory, directory.resolve(table.folder())),
                            newTable(table, directory, table.properties()));
            AppendFiles append = transaction.newFastAppend();
            try (CloseableIterable<FileScanTask> files =
                    built.table(table).newScan().includeColumnStats().planFiles()) {
                for (FileScanTask file : files) {
                    append.appendFile(file.file());
                }
            }
            commit(append, built.archivedTo(table));
            transaction.commitTransaction();
        }
    }

    /// Forgets the snapshots that nobody reads any more, and takes away the files that then no
    /// snapshot names. Does nothing while tables are being built beside these: they name files
    /// here.
    ///
    /// @return how many files that nobody knew were deleted
    public int cleanUp() throws IOException {
        if (lock == null || Files.exists(directory.resolve(BESIDE))) {
            return 0;
        }
        int deleted = 0;
        for (ArchiveTable kind : ArchiveTable.values()) {
            Table table = table(kind);
            Snapshot newest = table.currentSnapshot();
            if (newest != null) {
                table.expireSnapshots()
                        .expireOlderThan(newest.timestampMillis() - KEPT_FOR_READERS_MILLIS)
                        .commit();
            }
            deleted += new UnusedFiles(directory, kind, table).delete();
        }
        return deleted;
    }

    /// Puts into a snapshot how far it goes, and commits it.
    static void commit(SnapshotUpdate<?> update, ArchivedTo to) {
        to.writeTo(update::set);
        update.commit();
    }

    @Override
    public void close() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
