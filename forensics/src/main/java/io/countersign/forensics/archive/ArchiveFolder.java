package io.countersign.forensics.archive;

import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Selection;
import io.countersign.forensics.query.Stretch;
import java.io.IOException;
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
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/// The tables of an archive in a folder, as they are when it is opened: what is written afterwards
/// is not seen. For one thread.
///
/// ```
/// FOLDER/entries/metadata/vN.metadata.json      the highest N is the table
/// FOLDER/entries/data/...parquet
/// ```
public final class ArchiveFolder {
    private static final Pattern METADATA = Pattern.compile("v([0-9]{1,18})\\.metadata\\.json");

    private final Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);

    private ArchiveFolder() {}

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
        ArchiveFolder opened = new ArchiveFolder();
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

    /// What the writer noted at a table's newest snapshot, which is the one that is read here.
    public Map<String, String> summary(ArchiveTable table) {
        Snapshot newest = table(table).currentSnapshot();
        return newest == null ? Map.of() : newest.summary();
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
                files.add(ReadOnlyFiles.path(task.file().location()));
                rows += task.file().recordCount();
                bytes += task.file().fileSizeInBytes();
            }
        } catch (RuntimeIOException | IllegalArgumentException e) {
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
