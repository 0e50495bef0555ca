package io.countersign.sinks.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.jspecify.annotations.Nullable;

/// Tables in one directory of one machine, each in the folder of its name. A lock lets one writer
/// in at a time.
final class DirectoryHome implements TablesHome {
    private static final String BESIDE = ".rebuilding";
    private static final String LOCK = "writer.lock";

    /// For readers that opened a table before: how long snapshots and files stay that it names no
    /// more.
    private static final Duration KEPT = Duration.ofHours(1);

    private final Path directory;
    private final DirectoryFiles files;
    private final Optional<Path> dataOf;
    private final @Nullable FileChannel lock;

    private DirectoryHome(
            Path directory,
            DirectoryFiles files,
            Optional<Path> dataOf,
            @Nullable FileChannel lock) {
        this.directory = directory;
        this.files = files;
        this.dataOf = dataOf;
        this.lock = lock;
    }

    /// To read.
    static DirectoryHome at(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return new DirectoryHome(absolute, new DirectoryFiles(absolute), Optional.empty(), null);
    }

    /// To write, until it is closed.
    ///
    /// @param durable whether what is written has to outlive this process
    /// @throws ArchiveInUseException where another writer has it
    static DirectoryHome locked(Path directory, boolean durable) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute);
        return new DirectoryHome(
                absolute,
                new DirectoryFiles(absolute, durable),
                Optional.empty(),
                lock(absolute.resolve(LOCK)));
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

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public Optional<Map<ArchiveTable, Table>> tables() {
        Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            DirectoryTable operations = operations(table);
            if (!operations.exists()) {
                return Optional.empty();
            }
            tables.put(table, new BaseTable(operations, table.folder()));
        }
        return Optional.of(tables);
    }

    private DirectoryTable operations(ArchiveTable table) {
        return new DirectoryTable(files, directory.resolve(table.folder()));
    }

    @Override
    public Map<ArchiveTable, Table> createMissing() {
        Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            DirectoryTable operations = operations(table);
            if (!operations.exists()) {
                Map<String, String> properties = table.properties();
                dataOf.ifPresent(other ->
                        properties.put(
                                TableProperties.WRITE_DATA_LOCATION,
                                DirectoryFiles.location(
                                        other.resolve(table.folder()).resolve("data"))));
                operations.commit(null, newTable(table, properties));
            }
            tables.put(table, new BaseTable(operations, table.folder()));
        }
        return tables;
    }

    private TableMetadata newTable(ArchiveTable table, Map<String, String> properties) {
        return TableMetadata.newTableMetadata(
                table.schema(),
                table.spec(),
                table.order(),
                DirectoryFiles.location(directory.resolve(table.folder())),
                properties);
    }

    @Override
    public void replace(ArchiveTable kind, Table built, ArchivedTo to) throws IOException {
        Transaction transaction =
                Transactions.createTableTransaction(
                        kind.folder(),
                        DirectoryTable.anew(directory, directory.resolve(kind.folder())),
                        newTable(kind, kind.properties()));
        Archive.append(transaction.newFastAppend(), built, to);
        transaction.commitTransaction();
    }

    @Override
    public boolean isBuiltBeside() {
        return Files.exists(besideDirectory());
    }

    private Path besideDirectory() {
        return directory.resolve(BESIDE);
    }

    @Override
    public Archive beside() throws IOException {
        return Archive.openToWrite(
                new DirectoryHome(besideDirectory(), files, Optional.of(directory), null));
    }

    @Override
    public void deleteBeside() throws IOException {
        DirectoryFiles.deleteAll(besideDirectory());
    }

    @Override
    public int cleanUp(ArchiveTable kind, Table table) throws IOException {
        Snapshot newest = table.currentSnapshot();
        if (newest != null) {
            table.expireSnapshots()
                    .expireOlderThan(newest.timestampMillis() - KEPT.toMillis())
                    .commit();
        }
        return new UnusedFiles(table, files, KEPT).delete();
    }

    @Override
    public boolean isToWrite() {
        return lock != null;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
