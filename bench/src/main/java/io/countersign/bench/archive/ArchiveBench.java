package io.countersign.bench.archive;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.bench.GateFailure;
import io.countersign.schemas.AuditEntry;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveCompaction;
import io.countersign.sinks.archive.ArchiveTable;
import io.countersign.sinks.archive.ArchiveWriter;
import io.countersign.sinks.archive.ArchivedEntry;
import io.countersign.sinks.archive.EntryRows;
import io.countersign.sinks.archive.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;

/// Writes an archive of six years and measures it: entries a second with all three tables, sorting
/// and merging; bytes an entry; and beside it, in the same JVM, a bare Parquet writer that writes
/// rows of the wide table as they come, on one thread.
///
/// The archive stays on the disk, for questions. A gate comes before the figures: the tables hold
/// as many rows as were made, and the planted patient of each year is found as often as planted.
public final class ArchiveBench {
    private static final int BATCH = 32_768;
    private static final int MAX_WAITING_ROWS = 300_000;
    private static final int BARE_ROWS = 100_000;
    private static final int BARE_REPETITIONS = 3;

    private ArchiveBench() {}

    /// @param arguments `--entries N` (1,000,000) and `--into DIR`, which must not be there
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long entries = 1_000_000;
        Path into = Path.of("archive-bench");
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--entries" -> entries = Long.parseLong(arguments[i + 1]);
                case "--into" -> into = Path.of(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        if (Files.exists(into)) {
            throw new IllegalArgumentException(into + " is there already");
        }
        SixYears years = new SixYears(entries);
        int processors = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(processors);
                Archive archive = Archive.openToWrite(into)) {
            Written written = write(years, archive, threads);
            long start = System.nanoTime();
            new ArchiveCompaction(archive, threads, 2).run(Progress.NONE);
            double merging = seconds(start);
            gate(years, archive);
            double all = written.seconds() + merging;
            System.out.printf(
                    "write    %,d entries in %.1f s of rows and files and %.1f s of merging, %d threads: %,.0f entries/s%n",
                    entries, written.seconds(), merging, processors, entries / all);
            sizes(archive, entries, written.leafBytes());
            double bare = bare(archive);
            System.out.printf(
                    "bare     Parquet writer of the wide table's rows, one thread: %,.0f rows/s; archive/bare %.2f%n",
                    bare, entries / all / bare);
        }
    }

    /// @param seconds of making rows and writing files; making entries is not in it
    private record Written(double seconds, long leafBytes) {}

    private record Made(AuditEntry entry, int leafBytes, ArchivedEntry archived) {}

    private static Written write(SixYears years, Archive archive, ExecutorService threads)
            throws IOException, InterruptedException {
        ArchiveWriter writer = new ArchiveWriter(archive, threads);
        double spent = 0;
        long leafBytes = 0;
        for (long from = 0; from < years.entries(); from += BATCH) {
            List<Made> made = new ArrayList<>();
            for (List<Made> part :
                    inParts(threads, from, Math.min(from + BATCH, years.entries()), years)) {
                made.addAll(part);
            }
            leafBytes += made.stream().mapToLong(Made::leafBytes).sum();
            long start = System.nanoTime();
            List<Callable<List<EntryRows>>> rows = new ArrayList<>();
            for (int i = 0; i < made.size(); i += 256) {
                List<Made> part = made.subList(i, Math.min(i + 256, made.size()));
                rows.add(() -> part.stream().map(one -> EntryRows.of(one.archived())).toList());
            }
            for (Future<List<EntryRows>> part : threads.invokeAll(rows)) {
                result(part).forEach(writer::add);
            }
            if (writer.waiting() >= MAX_WAITING_ROWS || from + BATCH >= years.entries()) {
                writer.commit(Optional.empty());
            }
            spent += seconds(start);
        }
        return new Written(spent, leafBytes);
    }

    private static List<List<Made>> inParts(
            ExecutorService threads, long from, long to, SixYears years)
            throws IOException, InterruptedException {
        List<Callable<List<Made>>> parts = new ArrayList<>();
        for (long start = from; start < to; start += 1024) {
            long first = start;
            parts.add(() -> made(years, first, Math.min(first + 1024, to)));
        }
        List<List<Made>> all = new ArrayList<>();
        for (Future<List<Made>> part : threads.invokeAll(parts)) {
            all.add(result(part));
        }
        return all;
    }

    private static List<Made> made(SixYears years, long from, long to) {
        EntryCodec codec = new EntryCodec();
        List<Made> made = new ArrayList<>();
        for (long n = from; n < to; n++) {
            AuditEntry entry = years.entry(n);
            byte[] leaf = codec.leaf(entry);
            made.add(new Made(entry, leaf.length, new ArchivedEntry(entry, LeafHash.of(leaf))));
        }
        return made;
    }

    private static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("a part failed", e.getCause());
        }
    }

    private static void gate(SixYears years, Archive archive) throws IOException {
        long rows = archive.size(ArchiveTable.ENTRIES).rows();
        if (rows != years.entries()) {
            throw new GateFailure("the archive has " + rows + " rows");
        }
        for (int year = 0; year < SixYears.YEARS; year++) {
            long found = 0;
            Table subjects = archive.table(ArchiveTable.SUBJECTS);
            ByteBuffer token = SixYears.plantedToken(year);
            try (CloseableIterable<FileScanTask> tasks =
                    subjects.newScan().filter(Expressions.equal("token", token)).planFiles()) {
                for (FileScanTask task : tasks) {
                    try (CloseableIterable<Record> records = read(subjects, task)) {
                        for (Record row : records) {
                            if (row.getField("token") instanceof byte[] bytes
                                    && token.equals(ByteBuffer.wrap(bytes))) {
                                found++;
                            }
                        }
                    }
                }
            }
            if (found != SixYears.PLANTED_A_YEAR) {
                throw new GateFailure(
                        "the planted patient of year " + year + " is there " + found + " times");
            }
        }
    }

    private static CloseableIterable<Record> read(Table table, FileScanTask task) {
        return Parquet.read(table.io().newInputFile(task.file()))
                .project(table.schema())
                .createReaderFunc(
                        message -> GenericParquetReaders.buildReader(table.schema(), message))
                .build();
    }

    private static void sizes(Archive archive, long entries, long leafBytes) {
        long all = 0;
        for (ArchiveTable table : ArchiveTable.values()) {
            Archive.TableSize size = archive.size(table);
            all += size.bytes();
            System.out.printf(
                    "size     %-9s %,14d rows %,6d files %,16d bytes, %.1f an entry%n",
                    table.folder(),
                    size.rows(),
                    size.files(),
                    size.bytes(),
                    (double) size.bytes() / entries);
        }
        System.out.printf(
                "size     all %.1f bytes an entry; leaves %.1f; ratio %.2f%n",
                (double) all / entries, (double) leafBytes / entries, (double) all / leafBytes);
    }

    /// Rows a second, the best of a few runs.
    private static double bare(Archive archive) throws IOException {
        Table table = archive.table(ArchiveTable.ENTRIES);
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                try (CloseableIterable<Record> records = read(table, task)) {
                    for (Record row : records) {
                        if (rows.size() == BARE_ROWS) {
                            break;
                        }
                        rows.add(row);
                    }
                }
            }
        }
        double best = 0;
        for (int i = 0; i < BARE_REPETITIONS; i++) {
            String location = table.locationProvider().newDataLocation("bare.parquet");
            long start = System.nanoTime();
            try (DataWriter<Record> writer =
                    Parquet.writeData(table.io().newOutputFile(location))
                            .schema(table.schema())
                            .withSpec(PartitionSpec.unpartitioned())
                            .createWriterFunc(GenericParquetWriter::create)
                            .set("write.parquet.compression-codec", "zstd")
                            .overwrite()
                            .build()) {
                for (Record row : rows) {
                    writer.write(row);
                }
            }
            best = Math.max(best, rows.size() / seconds(start));
            table.io().deleteFile(location);
        }
        return best;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
