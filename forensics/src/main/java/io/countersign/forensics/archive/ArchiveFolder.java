package io.countersign.forensics.archive;

import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Selection;
import io.countersign.forensics.query.Stretch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/// The tables of an archive, as they are when it is opened: what is written afterwards is not seen.
/// In a folder of this machine they lie so; where they lie elsewhere, somebody else opens them and
/// says where each of their files will be found. For one thread.
///
/// ```
/// FOLDER/entries/metadata/vN.metadata.json      the highest N is the table
/// FOLDER/entries/data/...parquet
/// ```
public final class ArchiveFolder {
    private static final Pattern METADATA = Pattern.compile("v([0-9]{1,18})\\.metadata\\.json");

    /// Of the keys of a snapshot's summary that are ours.
    private static final String NOTES = "countersign.";

    private final Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);

    private final Places places;

    private ArchiveFolder(Places places) {
        this.places = places;
    }

    /// Where files of the tables are read.
    public interface Places {
        /// @param location as the table's metadata names it
        Path of(String location, long bytes);
    }

    /// Tables that were opened elsewhere.
    public static ArchiveFolder of(Map<ArchiveTable, Table> tables, Places places) {
        ArchiveFolder opened = new ArchiveFolder(places);
        opened.tables.putAll(tables);
        return opened;
    }

    /// Files of one table, and what reading all of them would cost.
    ///
    /// @param rows in these files
    /// @param bytes of these files
    public record Found(List<Path> files, long rows, long bytes) {
        public Found {
            files = List.copyOf(files);
        }
    }

    /// Whether a folder holds an archive.
    public static boolean isThere(Path folder) throws IOException {
        return newestNumber(metadata(folder, ArchiveTable.ENTRIES)) >= 0;
    }

    private static Path metadata(Path folder, ArchiveTable table) {
        return folder.resolve(table.folder()).resolve("metadata");
    }

    /// @throws UnreadableArchiveException where the folder holds no archive, or its metadata can't
    ///   be read
    public static ArchiveFolder open(Path folder) throws IOException {
        ArchiveFolder opened = new ArchiveFolder((location, _) -> ReadOnlyFiles.path(location));
        for (ArchiveTable table : ArchiveTable.values()) {
            Path metadata = newest(metadata(folder, table));
            try {
                opened.tables.put(
                        table,
                        new BaseTable(
                                new StaticTableOperations(metadata.toString(), new ReadOnlyFiles()),
                                table.folder()));
            } catch (RuntimeException e) {
                throw unreadable(table, e);
            }
        }
        return opened;
    }

    private static long newestNumber(Path folder) throws IOException {
        long highest = -1;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Matcher name = METADATA.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        highest = Math.max(highest, Long.parseLong(name.group(1)));
                    }
                }
            }
        }
        return highest;
    }

    private static Path newest(Path folder) throws IOException {
        long highest = newestNumber(folder);
        if (highest < 0) {
            throw new UnreadableArchiveException(
                    "There is no archive in "
                            + folder.getParent()
                            + ": `countersign archive rebuild` makes one from the log");
        }
        return folder.resolve("v" + highest + ".metadata.json");
    }

    /// What the writer noted at a table's newest snapshot that has a note of it: who merges files
    /// may leave it out.
    ///
    /// @throws UnreadableArchiveException where that snapshot was forgotten
    public Map<String, String> summary(ArchiveTable table) throws IOException {
        Snapshot snapshot = table(table).currentSnapshot();
        while (snapshot != null) {
            if (snapshot.summary().keySet().stream().anyMatch(key -> key.startsWith(NOTES))) {
                return snapshot.summary();
            }
            Long parent = snapshot.parentId();
            snapshot = parent == null ? null : table(table).snapshot(parent);
            if (parent != null && snapshot == null) {
                throw unreadable(table, new IllegalStateException("no snapshot has a note"));
            }
        }
        return Map.of();
    }

    private Table table(ArchiveTable table) {
        Table opened = tables.get(table);
        if (opened == null) {
            throw new IllegalStateException("not opened: " + table);
        }
        return opened;
    }

    /// The files that may hold rows of a selection.
    public Found find(Selection selection) throws IOException {
        Table table = table(selection.table());
        List<Path> files = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().filter(filter(selection)).planFiles()) {
            for (FileScanTask task : tasks) {
                files.add(places.of(task.file().location(), task.file().fileSizeInBytes()));
                rows += task.file().recordCount();
                bytes += task.file().fileSizeInBytes();
            }
        } catch (UncheckedIOException | NotFoundException | IllegalArgumentException e) {
            throw unreadable(selection.table(), e);
        }
        return new Found(files, rows, bytes);
    }

    private static Expression filter(Selection selection) {
        Expression filter = Expressions.alwaysTrue();
        if (selection.from().isPresent()) {
            filter =
                    Expressions.and(
                            filter,
                            Expressions.greaterThanOrEqual(
                                    "happened_at", micros(selection.from().get())));
        }
        if (selection.to().isPresent()) {
            filter =
                    Expressions.and(
                            filter,
                            Expressions.lessThan("happened_at", micros(selection.to().get())));
        }
        if (selection.among().isPresent()) {
            filter = Expressions.and(filter, among(selection.among().get()));
        }
        List<Object> keys = new ArrayList<>();
        for (String key : selection.keys()) {
            keys.add(
                    selection.table() == ArchiveTable.SUBJECTS
                            ? ByteBuffer.wrap(HexFormat.of().parseHex(key))
                            : key);
        }
        return keys.isEmpty()
                ? filter
                : Expressions.and(filter, Expressions.in(keyColumn(selection.table()), keys));
    }

    private static Expression among(Selection.Among among) {
        String column =
                switch (among.column()) {
                    case SEQ -> "seq";
                    case HAPPENED_AT -> "happened_at";
                };
        Expression any = Expressions.alwaysFalse();
        for (Stretch stretch : among.stretches()) {
            any =
                    Expressions.or(
                            any,
                            Expressions.and(
                                    Expressions.greaterThanOrEqual(column, stretch.from()),
                                    Expressions.lessThanOrEqual(column, stretch.to())));
        }
        return any;
    }

    private static String keyColumn(ArchiveTable table) {
        return table == ArchiveTable.SUBJECTS ? "token" : "who";
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1000;
    }

    private static UnreadableArchiveException unreadable(ArchiveTable table, RuntimeException e) {
        return new UnreadableArchiveException(
                "The archive's table "
                        + table.folder()
                        + " cannot be read; `countersign archive rebuild` makes it again",
                e);
    }
}
