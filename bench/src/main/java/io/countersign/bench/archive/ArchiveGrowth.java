package io.countersign.bench.archive;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.schemas.AuditEntry;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveCompaction;
import io.countersign.sinks.archive.ArchiveWriter;
import io.countersign.sinks.archive.ArchivedEntry;
import io.countersign.sinks.archive.ArchivedTo;
import io.countersign.sinks.archive.EntryRows;
import io.countersign.sinks.archive.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// Writes six years into an archive by the writer that an installation has. What is there already
/// is not written again: a growth that was stopped goes on from its last commit.
final class ArchiveGrowth {
    /// Entries that are made before they are written.
    private static final int BATCH = 32_768;

    private static final int PART = 1_024;

    /// Rows of all tables between two commits: about half a gigabyte.
    private static final int MAX_WAITING_ROWS = 400_000;

    private static final int MERGE_FROM = 2;

    private final SixYears years;
    private final Archive archive;
    private final ExecutorService threads;
    private final ThreadLocal<EntryCodec> codecs = ThreadLocal.withInitial(EntryCodec::new);
    private long nanos;
    private double cpu;

    ArchiveGrowth(SixYears years, Archive archive, ExecutorService threads) {
        this.years = years;
        this.archive = archive;
        this.threads = threads;
    }

    /// What a growth took.
    ///
    /// @param entries that were not there before
    /// @param writing seconds of making rows and writing files; making entries is not in it
    /// @param merging seconds
    /// @param cpu seconds of this process in both, on all threads
    record Took(long entries, double writing, double merging, double cpu) {
        double entriesPerSecond() {
            return entries / (writing + merging);
        }
    }

    /// Writes what is missing, and merges.
    ///
    /// @param said takes the number of entries after each commit
    Took grow(LongConsumer said) throws IOException, InterruptedException {
        ArchivedTo to = archive.archivedTo();
        long first = to.next().values().stream().mapToLong(Long::longValue).sum();
        ArchiveWriter writer = new ArchiveWriter(archive, threads);
        for (long from = first; from < years.entries(); from += BATCH) {
            long end = Math.min(from + BATCH, years.entries());
            List<ArchivedEntry> made = inParts(from, end, this::made);
            long start = System.nanoTime();
            double before = cpuSeconds();
            long base = from;
            inParts(from, end, n -> EntryRows.of(made.get((int) (n - base)))).forEach(writer::add);
            if (writer.waiting() >= MAX_WAITING_ROWS || end == years.entries()) {
                writer.commit(Optional.empty());
                said.accept(end);
            }
            nanos += System.nanoTime() - start;
            cpu += cpuSeconds() - before;
        }
        long start = System.nanoTime();
        double before = cpuSeconds();
        new ArchiveCompaction(archive, threads, MERGE_FROM).run(Progress.NONE);
        return new Took(
                years.entries() - first,
                nanos / 1e9,
                (System.nanoTime() - start) / 1e9,
                cpu + cpuSeconds() - before);
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                / 1e9;
    }

    private ArchivedEntry made(long n) {
        AuditEntry entry = years.entry(n);
        return new ArchivedEntry(entry, LeafHash.of(codecs.get().leaf(entry)));
    }

    private <T> List<T> inParts(long from, long to, LongFunction<T> make)
            throws IOException, InterruptedException {
        List<Callable<List<T>>> parts = new ArrayList<>();
        for (long start = from; start < to; start += PART) {
            long first = start;
            long end = Math.min(first + PART, to);
            parts.add(() -> LongStream.range(first, end).mapToObj(make).toList());
        }
        List<T> all = new ArrayList<>();
        for (Future<List<T>> part : threads.invokeAll(parts)) {
            try {
                all.addAll(part.get());
            } catch (ExecutionException e) {
                throw new IOException("a part failed", e.getCause());
            }
        }
        return all;
    }
}
