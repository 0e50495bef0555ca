package io.countersign.sinks.archive;

import io.countersign.sinks.archive.ArchivedTo.LogPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;

/// Adds entries to the archive, each once, in the order of its chain.
///
/// Entries wait in memory until [#commit]. Each table's newest snapshot says how far it goes, and
/// that alone decides what is new: an entry that comes again is passed over, and so is, table by
/// table, what a commit that was cut short had reached already. The wide table is committed last. A
/// reader takes what all three tables hold ([Archive#archivedTo()]).
///
/// After an exception the writer is of no more use: open the archive again. One thread uses an
/// instance; files are written by those that it was given.
public final class ArchiveWriter {
    /// The order of the commits.
    private static final List<ArchiveTable> ORDER =
            List.of(ArchiveTable.SUBJECTS, ArchiveTable.PEOPLE, ArchiveTable.ENTRIES);

    private final Map<ArchiveTable, Pending> pending = new EnumMap<>(ArchiveTable.class);
    private final ExecutorService threads;

    /// What one table waits for.
    private static final class Pending {
        private final Archive archive;
        private final ArchiveTable table;
        private final TreeMap<String, Long> next;
        private Optional<LogPart> log;
        private ArchivedTo committed;
        private List<Row> rows = new ArrayList<>();

        Pending(Archive archive, ArchiveTable table) {
            this.archive = archive;
            this.table = table;
            ArchivedTo to = archive.archivedTo(table);
            this.next = new TreeMap<>(to.next());
            this.log = to.log();
            this.committed = to;
        }

        boolean take(EntryRows entry) {
            long expected = next.getOrDefault(entry.chain(), 0L);
            if (entry.seq() < expected) {
                return false;
            }
            if (entry.seq() > expected) {
                throw new MissingEntriesException(entry.chain(), expected, entry.seq());
            }
            next.put(entry.chain(), expected + 1);
            rows.addAll(entry.in(table));
            return true;
        }
    }

    /// @param archive open to be written
    /// @param threads that write files; the caller's to close
    /// @throws ArchiveFailedException where a later release made the archive
    public ArchiveWriter(Archive archive, ExecutorService threads) throws ArchiveFailedException {
        this.threads = threads;
        for (ArchiveTable table : ORDER) {
            NewColumns.addTo(archive.table(table), table.schema());
            pending.put(table, new Pending(archive, table));
        }
    }

    /// Takes an entry.
    ///
    /// @return false where all tables have it already
    /// @throws MissingEntriesException where entries of its chain before it have not come
    public boolean add(EntryRows entry) {
        boolean taken = false;
        for (Pending table : pending.values()) {
            taken |= table.take(entry);
        }
        return taken;
    }

    /// Rows that wait, in all tables.
    public int waiting() {
        return pending.values().stream().mapToInt(table -> table.rows.size()).sum();
    }

    /// Writes what waits. When this returns it is in the tables, durably.
    ///
    /// @param read the part of a log that the entries so far come from; empty where they come from
    ///   elsewhere
    /// @throws ArchiveMovedException where another writer of a catalogue was faster: some tables
    ///   may have been written, and this writer is of no more use
    public void commit(Optional<LogPart> read) throws IOException, InterruptedException {
        Map<ArchiveTable, List<Future<DataFile>>> writes = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ORDER) {
            Pending waiting = of(table);
            List<Future<DataFile>> started = new ArrayList<>();
            for (Callable<DataFile> write :
                    new SortedFiles(table, waiting.archive.table(table)).writes(waiting.rows)) {
                started.add(threads.submit(write));
            }
            writes.put(table, started);
        }
        for (ArchiveTable table : ORDER) {
            Pending waiting = of(table);
            AppendFiles append = waiting.archive.table(table).newAppend();
            for (Future<DataFile> write : writes.getOrDefault(table, List.of())) {
                append.appendFile(result(write));
            }
            waiting.log = further(waiting.log, read);
            ArchivedTo to = new ArchivedTo(waiting.next, waiting.log);
            if (!to.equals(waiting.committed)) {
                // From here on this table holds the rows; the others may not.
                Archive.commit(append, to);
                waiting.committed = to;
            }
            waiting.rows = new ArrayList<>();
        }
    }

    private Pending of(ArchiveTable table) {
        Pending found = pending.get(table);
        if (found == null) {
            throw new IllegalStateException("each table waits");
        }
        return found;
    }

    /// A replay of a log's beginning takes nothing back.
    private static Optional<LogPart> further(Optional<LogPart> known, Optional<LogPart> read) {
        if (read.isEmpty() || known.isEmpty()) {
            return read.or(() -> known);
        }
        boolean behind =
                known.get().origin().equals(read.get().origin())
                        && known.get().size() > read.get().size();
        return behind ? known : read;
    }

    static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException known) {
                throw known;
            }
            if (e.getCause() instanceof UncheckedIOException known) {
                throw known.getCause();
            }
            throw new ArchiveFailedException(
                    "a file of the archive could not be read or written", e);
        }
    }
}
