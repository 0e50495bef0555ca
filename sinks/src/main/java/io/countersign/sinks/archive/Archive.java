package io.countersign.sinks.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/// The three tables of an archive, open to be read or to be written. In a directory one writer has
/// it at a time; in a catalogue several may, and who is not the first gets an
/// [ArchiveMovedException]. An instance belongs to one thread.
public final class Archive implements AutoCloseable {
    private final TablesHome home;
    private final Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);

    private Archive(TablesHome home, Map<ArchiveTable, Table> tables) {
        this.home = home;
        this.tables.putAll(tables);
    }

    /// Opens an archive in a directory to read it.
    ///
    /// @return empty where one of its tables is not there
    public static Optional<Archive> open(Path directory) {
        DirectoryHome home = DirectoryHome.at(directory);
        return home.tables().map(tables -> new Archive(home, tables));
    }

    /// Opens an archive in a directory to write to it, and makes the tables that are not there.
    ///
    /// @throws ArchiveInUseException where another writer has it
    public static Archive openToWrite(Path directory) throws IOException {
        return openToWrite(DirectoryHome.locked(directory, true));
    }

    /// @return empty where one of its tables is not there; the home is closed then
    static Optional<Archive> open(TablesHome home) throws IOException {
        boolean opened = false;
        try {
            Optional<Archive> archive = home.tables().map(tables -> new Archive(home, tables));
            opened = archive.isPresent();
            return archive;
        } finally {
            if (!opened) {
                home.close();
            }
        }
    }

    static Archive openToWrite(TablesHome home) throws IOException {
        boolean opened = false;
        try {
            Archive archive = new Archive(home, home.createMissing());
            opened = true;
            return archive;
        } finally {
            if (!opened) {
                home.close();
            }
        }
    }

    /// Makes tables in a directory of their own that go on where those of another archive end: what
    /// is written to them is what the other lacks. They are not meant to outlive this process.
    ///
    /// @param ends how far the tables of the other go
    static Archive openBehind(Path directory, Map<ArchiveTable, ArchivedTo> ends)
            throws IOException {
        Archive archive = openToWrite(DirectoryHome.locked(directory, false));
        for (ArchiveTable table : ArchiveTable.values()) {
            commit(archive.table(table).newAppend(), ends.getOrDefault(table, ArchivedTo.NOTHING));
        }
        return archive;
    }

    /// Where it is, for people.
    public String place() {
        return home.place();
    }

    TablesHome home() {
        return home;
    }

    /// Reads again how the tables are now.
    ///
    /// @throws ArchiveFailedException where a catalogue cannot be reached
    public void reopen() throws IOException {
        tables.putAll(home.createMissing());
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
    ///
    /// @throws IllegalArgumentException where its snapshots do not say so
    public ArchivedTo archivedTo(ArchiveTable table) {
        return ArchivedTo.of(table(table));
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
            home.replace(table, built.table(table), built.archivedTo(table));
        }
    }

    /// Names all files of a table, and commits that.
    static void append(AppendFiles append, Table from, ArchivedTo to) throws IOException {
        try (CloseableIterable<FileScanTask> files =
                from.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask file : files) {
                append.appendFile(file.file());
            }
        }
        commit(append, to);
    }

    /// Forgets the snapshots that nobody reads any more, and takes away the files that then no
    /// snapshot names. Does nothing while tables are being built beside these: they name files
    /// here.
    ///
    /// @return how many files that nobody knew were deleted
    public int cleanUp() throws IOException {
        if (!home.isToWrite() || home.isBuiltBeside()) {
            return 0;
        }
        int deleted = 0;
        for (ArchiveTable kind : ArchiveTable.values()) {
            deleted += home.cleanUp(kind, table(kind));
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
        try {
            home.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
