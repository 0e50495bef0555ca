package io.countersign.sinks.archive;

import io.countersign.audit.merkle.RunningRoot;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.sinks.archive.ArchivedTo.LogPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.exceptions.NotFoundException;

/// Makes the archive again from the logs alone, one after the other.
///
/// The tables are built beside those that are there (in `.rebuilding`, in a catalogue under names
/// of their own) as the log is read; each commit there says how far it has come, so that a rebuild
/// that was stopped or killed goes on from its last commit. Nothing is shown before the leaves that
/// were read give the root of the checkpoint; then the tables are replaced one by one, each at
/// once. A reader takes what all three hold, and both the old and the new rows of an entry are the
/// same.
public final class ArchiveRebuild {
    /// 32,768 entries.
    private static final int BUNDLES_AT_A_TIME = 128;

    /// Rows of all tables that wait in memory; of entries of 700 bytes about half a gigabyte.
    private static final int MAX_WAITING_ROWS = 300_000;

    /// Partitions with this many files are merged before the tables are shown.
    private static final int MERGE_FROM = 2;

    private final List<SealedLog> logs;
    private final ExecutorService threads;
    private final Progress progress;
    private final int bundlesAtATime;

    /// @param oldestFirst the logs
    /// @param threads that decode, write and merge; the caller's to close
    public ArchiveRebuild(List<SealedLog> oldestFirst, ExecutorService threads, Progress progress) {
        this(oldestFirst, threads, progress, BUNDLES_AT_A_TIME);
    }

    ArchiveRebuild(
            List<SealedLog> oldestFirst,
            ExecutorService threads,
            Progress progress,
            int bundlesAtATime) {
        this.logs = List.copyOf(oldestFirst);
        this.threads = threads;
        this.progress = progress;
        this.bundlesAtATime = bundlesAtATime;
    }

    /// How a rebuild ended.
    ///
    /// @param complete false where the progress stopped it
    /// @param resumedAt entries that an earlier, interrupted rebuild had read; 0: none
    /// @param entries of the logs that have been read, with those
    public record Outcome(boolean complete, long resumedAt, long entries) {}

    /// Rebuilds the archive in a directory.
    ///
    /// @throws DamagedLogException where the log does not lead to the checkpoint's root, or a leaf
    ///   is no entry; the archive stays as it was
    /// @throws ArchiveInUseException where somebody writes to the archive
    public Outcome into(Path directory) throws IOException, InterruptedException {
        return into(new ArchivePlace.InDirectory(directory));
    }

    /// Rebuilds an archive.
    ///
    /// @throws DamagedLogException where the log does not lead to the checkpoint's root, or a leaf
    ///   is no entry; the archive stays as it was
    /// @throws ArchiveInUseException where somebody writes to a directory, or rebuilds in a
    ///   catalogue
    public Outcome into(ArchivePlace place) throws IOException, InterruptedException {
        try (Archive archive = place.openToReplace()) {
            return into(archive);
        } catch (ArchiveMovedException _another) {
            throw new ArchiveInUseException();
        }
    }

    private Outcome into(Archive archive) throws IOException, InterruptedException {
        TablesHome home = archive.home();
        try {
            Start start = start(home);
            long read = read(start, home);
            if (read < SealedLog.entries(logs)
                    || !new ArchiveCompaction(start.built(), threads, MERGE_FROM).run(progress)) {
                return new Outcome(false, start.at(), read);
            }
            archive.replaceBy(start.built());
            home.deleteBeside();
            return new Outcome(true, start.at(), read);
        } catch (NotFoundException missing) {
            // Whoever can delete an archive can delete this.
            home.deleteBeside();
            throw new ArchiveFailedException(
                    "files that were built are missing: begin again, what was built is forgotten",
                    missing);
        }
    }

    /// Where reading begins: in which log, after which entries of it, and of all.
    private record Start(Archive built, int log, RunningRoot root, long at) {}

    private Start start(TablesHome home) throws IOException {
        if (home.isBuiltBeside()) {
            try {
                Archive built = home.beside();
                Optional<LogPart> part = built.archivedTo().log();
                Optional<Integer> log = part.flatMap(read -> SealedLog.of(read, logs));
                if (part.isPresent() && log.isPresent()) {
                    SealedLog sealed = logs.get(log.get());
                    RunningRoot root =
                            RunningRoot.from(
                                    new TreeSize(part.get().size()),
                                    new LogTiles(sealed.tiles(), sealed.verified().size()));
                    if (root.root().equals(part.get().root())) {
                        return new Start(
                                built, log.get(), root, SealedLog.readUpTo(part.get(), logs));
                    }
                }
            } catch (RuntimeException _unusable) {
                // What was half built is a copy of a copy: begin again.
            }
            home.deleteBeside();
        }
        return new Start(home.beside(), 0, new RunningRoot(), 0);
    }

    /// Reads on, and gives how many entries were read and committed: all of them, or as many as the
    /// progress let pass.
    private long read(Start start, TablesHome home) throws IOException, InterruptedException {
        ArchiveWriter writer = new ArchiveWriter(start.built(), threads);
        RunningRoot root = start.root();
        long all = SealedLog.entries(logs);
        boolean goesOn = progress.goesOn(Phase.READING, start.at(), all);
        for (int i = start.log(); i < logs.size() && goesOn; i++) {
            SealedLog log = logs.get(i);
            long before = SealedLog.before(logs, i);
            LogDecoder decoder =
                    new LogDecoder(log.tiles(), log.verified().size(), threads, bundlesAtATime);
            while (goesOn && root.size().value() < log.size()) {
                for (LogDecoder.Decoded decoded : decoder.from(root.size().value())) {
                    root.add(decoded.leafHash());
                    add(writer, decoded);
                }
                long read = root.size().value();
                goesOn = progress.goesOn(Phase.READING, before + read, all);
                if (!goesOn || writer.waiting() >= MAX_WAITING_ROWS || read == log.size()) {
                    writer.commit(
                            Optional.of(new LogPart(log.verified().origin(), read, root.root())));
                }
            }
            if (root.size().value() < log.size()) {
                return before + root.size().value();
            }
            requireRoot(root, log, home);
            root = new RunningRoot();
        }
        return goesOn ? all : start.at();
    }

    private static void requireRoot(RunningRoot read, SealedLog log, TablesHome home)
            throws IOException {
        if (!read.root().equals(log.verified().root())) {
            home.deleteBeside();
            throw new DamagedLogException(
                    LogFault.ROOT_MISMATCH,
                    TilePath.CHECKPOINT,
                    "has another root than the entries give: countersign verify names the damage");
        }
    }

    private static void add(ArchiveWriter writer, LogDecoder.Decoded decoded) throws IOException {
        try {
            writer.add(decoded.rows());
        } catch (MissingEntriesException e) {
            throw new ArchiveFailedException(
                    e.getMessage() + ": countersign verify names the damage", e);
        }
    }
}
