package io.countersign.bench.archive;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.bench.GateFailure;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

/// Writes an archive of six years ([SixYears], by [ArchiveGrowth]) and measures it: entries a
/// second with all three tables, sorting and merging; bytes an entry; and beside it, in the same
/// JVM, a bare Parquet writer that writes rows of the wide table as they come, on one thread.
///
/// The archive stays on the disk, for [QueryBench]. A gate comes before the figures: the tables
/// hold as many rows as were made, and the planted patient of each year is found as often as
/// planted.
public final class ArchiveBench {
    private static final int SAMPLE = 10_000;
    private static final int BARE_ROWS = 100_000;
    private static final int BARE_REPETITIONS = 3;

    private ArchiveBench() {}

    /// @param arguments `--entries N` (1,000,000), `--seed N` (1) and `--into DIR`: one that is
    ///   there already, from a run with the same entries and seed, is gone on with
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long entries = 1_000_000;
        long seed = 1;
        Path into = Path.of("archive-bench");
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--entries" -> entries = Long.parseLong(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                case "--into" -> into = Path.of(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        SixYears years = new SixYears(entries, seed);
        if (Files.exists(into.resolve(SixYears.FILE))) {
            SixYears there = SixYears.of(into);
            if (!there.equals(years)) {
                throw new IllegalArgumentException(into + " was made of " + there);
            }
        } else if (Files.exists(into)) {
            throw new IllegalArgumentException(into + " is there already");
        }
        years.writeTo(into);
        int processors = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(processors);
                Archive archive = Archive.openToWrite(into)) {
            ArchiveGrowth.Took took =
                    new ArchiveGrowth(years, archive, threads)
                            .grow(done -> System.out.printf("written  %,d%n", done));
            gate(years, archive);
            System.out.printf(
                    "write    %,d entries in %.1f s of rows and files and %.1f s of merging, %d threads: %,.0f entries/s, %.1f us of CPU each%n",
                    took.entries(),
                    took.writing(),
                    took.merging(),
                    processors,
                    took.entriesPerSecond(),
                    took.cpu() * 1e6 / Math.max(1, took.entries()));
            sizes(archive, entries, leafBytes(years));
            double bare = bare(archive);
            System.out.printf(
                    "bare     Parquet writer of the wide table's rows, one thread: %,.0f rows/s; archive/bare %.2f%n",
                    bare, took.entriesPerSecond() / bare);
        }
    }

    /// Of an entry, by a sample that is spread over all.
    private static double leafBytes(SixYears years) {
        EntryCodec codec = new EntryCodec();
        long bytes = 0;
        for (int i = 0; i < SAMPLE; i++) {
            bytes += codec.leaf(years.entry(years.entries() / SAMPLE * i)).length;
        }
        return (double) bytes / SAMPLE;
    }

    private static void gate(SixYears years, Archive archive) throws IOException {
        long rows = archive.size(ArchiveTable.ENTRIES).rows();
        if (rows != years.entries()) {
            throw new GateFailure("the archive has " + rows + " rows");
        }
        for (int year = 0; year < SixYears.YEARS; year++) {
            long found = 0;
            Table subjects = archive.table(ArchiveTable.SUBJECTS);
            ByteBuffer token = ByteBuffer.wrap(years.plantedToken(year));
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

    private static void sizes(Archive archive, long entries, double leafBytes) {
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
                (double) all / entries, leafBytes, all / leafBytes / entries);
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
