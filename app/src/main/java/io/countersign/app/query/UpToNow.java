package io.countersign.app.query;

import io.countersign.app.purge.SealedLog;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.SealedLogs;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.verify.EntryReader;
import io.countersign.forensics.archive.ArchiveFolder;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Topics;
import io.countersign.sinks.archive.ArchiveTable;
import io.countersign.sinks.archive.ArchiveTail;
import io.countersign.sinks.archive.ArchivedEntry;
import io.countersign.sinks.archive.ArchivedTo;
import io.countersign.sinks.archive.EntryRows;
import io.countersign.sinks.archive.MissingEntriesException;
import io.countersign.sinks.archive.live.WireRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What the signed logs and the entry topic have and an archive has not, as tables beside it.
///
/// Of the logs what lies behind the archive is read, and has to lead to the checkpoint's root; of
/// the topic what is committed and not sealed. The tables lie in a folder that nobody else may
/// read, and go when this is closed.
public final class UpToNow implements AutoCloseable {
    /// Of the logs: some seconds of reading. An archive that is further behind does not run.
    static final long MAX_SEALED = 500_000;

    /// Of one partition of the topic: minutes without a seal.
    private static final long MAX_UNSEALED_OF_A_PARTITION = 100_000;

    /// What was appended longer than this before a seal is in it: a transaction is over by then.
    private static final Duration LATE_COMMIT = Duration.ofMinutes(5);

    private static final int THREADS = 2;

    private final Path above;
    private final Instant now;
    private final Map<ArchiveTable, ArchivedTo> ends;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private @Nullable ArchiveTail tail;

    private UpToNow(Path above, Instant now, Map<ArchiveTable, ArchivedTo> ends) {
        this.above = above;
        this.now = now;
        this.ends = ends;
    }

    /// A tail that was read, and how far it goes.
    ///
    /// @param tables where entries were found that the archive lacks
    public record Read(UpToNow tail, Optional<ArchiveFolder> tables, Extent extent)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            tail.close();
        }
    }

    /// Reads what an archive lacks.
    ///
    /// @param archive empty where there is none: then all is lacking
    /// @param now the time that the answer will be complete up to
    /// @param progress told how many entries were read
    /// @throws TailTooLongException where that is too much for an answer
    /// @throws IOException where a log cannot be read, or does not lead to its checkpoint
    public static Read read(
            Deployment deployment,
            Optional<ArchiveFolder> archive,
            Instant now,
            LongConsumer progress)
            throws IOException, InterruptedException {
        Map<ArchiveTable, ArchivedTo> ends = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            ends.put(table, archive.isPresent() ? end(archive.get(), table) : ArchivedTo.NOTHING);
        }
        UpToNow tail = new UpToNow(deployment.state().resolve("answers"), now, ends);
        boolean read = false;
        try {
            Sealed sealed = tail.readLogs(deployment, progress);
            long fromLog = tail.entries();
            boolean whole = tail.readTopic(deployment, sealed.at(), progress);
            Extent extent =
                    new Extent(
                            sealed.checkpoint(),
                            sealed.at(),
                            fromLog,
                            tail.entries() - fromLog,
                            whole ? Optional.of(now) : Optional.empty());
            Read result = new Read(tail, tail.tables(), extent);
            read = true;
            return result;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!read) {
                tail.close();
            }
        }
    }

    private static ArchivedTo end(ArchiveFolder archive, ArchiveTable table) throws IOException {
        return ArchivedTo.of(
                archive.summary(io.countersign.forensics.query.ArchiveTable.valueOf(table.name())));
    }

    /// The newest log's end.
    private record Sealed(Optional<Checkpoint> checkpoint, Optional<Instant> at) {}

    private Sealed readLogs(Deployment deployment, LongConsumer progress)
            throws IOException, InterruptedException {
        if (!hasLog(deployment)) {
            return new Sealed(Optional.empty(), Optional.empty());
        }
        try (SealedLog opened = new SealedLog(deployment.configuration())) {
            List<EntryReader> logs = opened.logs().oldestFirst();
            List<TreeSize> from = new ArrayList<>();
            long behind = 0;
            // Once a seal of a log is within the archive, all logs before it are.
            for (int i = logs.size() - 1; i >= 0; i--) {
                TreeSize start = logs.get(i).sealedUpTo(this::next);
                behind += logs.get(i).size().value() - start.value();
                from.addFirst(start);
                if (start.value() > 0) {
                    break;
                }
            }
            if (behind > MAX_SEALED) {
                throw new TailTooLongException(behind, MAX_SEALED);
            }
            int first = logs.size() - from.size();
            for (int i = first; i < logs.size(); i++) {
                logs.get(i).forEach(from.get(i - first), new Visitor(progress));
            }
            EntryReader newest = logs.getLast();
            return new Sealed(Optional.of(newest.checkpoint()), newest.sealedAt());
        }
    }

    private static boolean hasLog(Deployment deployment) throws IOException {
        return deployment.configuration().ledger().storage().isPresent()
                || !SealedLogs.folders(deployment.configuration().resolve(Path.of(""))).isEmpty();
    }

    /// The first number of a chain that some table of the archive lacks.
    private long next(String chain) {
        return ends.values().stream().mapToLong(end -> end.next(chain)).min().orElse(0);
    }

    private static boolean isOnTopic(String chain) {
        return ChainId.parse(chain).topic().equals(Topics.AUDIT_ENTRY);
    }

    private final class Visitor implements EntryReader.EntryVisitor {
        private final LongConsumer progress;
        private long seen;

        Visitor(LongConsumer progress) {
            this.progress = progress;
        }

        @Override
        public boolean wants(EntryKind kind) {
            return ArchivedEntry.hasRows(kind);
        }

        @Override
        public void entry(AuditEntry entry, LeafIndex index) {
            throw new IllegalStateException("asked for with its hash");
        }

        @Override
        public void entry(AuditEntry entry, LeafIndex index, Sha256 leafHash) {
            progress.accept(++seen);
            if (isOnTopic(entry.getChain()) && entry.getSeq() >= next(entry.getChain())) {
                add(EntryRows.of(new ArchivedEntry(entry, new Hash(leafHash.bytes()))));
            }
        }
    }

    /// @return false where the topic does not go on where the logs end, so that some of it was left
    ///   out
    private boolean readTopic(
            Deployment deployment, Optional<Instant> sealed, LongConsumer progress)
            throws IOException, InterruptedException {
        WireRows rows = new WireRows(deployment.schemas());
        Set<String> broken = new HashSet<>();
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.readSince(
                    Topics.AUDIT_ENTRY,
                    sealed.map(time -> time.minus(LATE_COMMIT).toEpochMilli()).orElse(0L),
                    MAX_UNSEALED_OF_A_PARTITION,
                    record -> {
                        if (record.value() != null) {
                            rows.of(record.value()).ifPresent(entry -> join(entry, broken));
                        }
                    },
                    progress);
        }
        return broken.isEmpty();
    }

    private void join(EntryRows entry, Set<String> broken) {
        if (entry.seq() >= next(entry.chain())) {
            try {
                add(entry);
            } catch (MissingEntriesException _hole) {
                broken.add(entry.chain());
            }
        }
    }

    private void add(EntryRows entry) {
        try {
            ArchiveTail into = tail;
            if (into == null) {
                into = ArchiveTail.in(above, now, ends, threads);
                tail = into;
            }
            boolean _ = into.add(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private long entries() {
        ArchiveTail into = tail;
        return into == null ? 0 : into.entries();
    }

    private Optional<ArchiveFolder> tables() throws IOException, InterruptedException {
        ArchiveTail into = tail;
        if (into == null) {
            return Optional.empty();
        }
        into.finish();
        return Optional.of(ArchiveFolder.open(into.directory()));
    }

    @Override
    public void close() throws IOException {
        ArchiveTail into = tail;
        if (into != null) {
            into.close();
        }
        threads.shutdownNow();
    }
}
