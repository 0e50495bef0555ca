package io.countersign.sinks.archive;

import io.countersign.audit.merkle.RunningRoot;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.sinks.archive.ArchivedTo.LogPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/// Makes the archive again from the log alone.
///
/// The tables are built beside those that are there, in `.rebuilding`, as the log is read; each
/// commit there says how far it has come, so that a rebuild that was stopped or killed goes on from
/// its last commit. Nothing is shown before the leaves that were read give the root of the
/// checkpoint; then the tables are replaced one by one, each at once. A reader takes what all three
/// hold, and both the old and the new rows of an entry are the same.
public final class ArchiveRebuild {
    /// 32,768 entries.
    private static final int BUNDLES_AT_A_TIME = 128;

    /// Rows of all tables that wait in memory; of entries of 700 bytes about half a gigabyte.
    private static final int MAX_WAITING_ROWS = 300_000;

    /// Partitions with this many files are merged before the tables are shown.
    private static final int MERGE_FROM = 2;

    private final TileSource log;
    private final Checkpoint verified;
    private final ExecutorService threads;
    private final Progress progress;
    private final int bundlesAtATime;

    /// @param log may be read from several threads
    /// @param verified a checkpoint of this log whose signature the caller has checked
    /// @param threads that decode, write and merge; the caller's to close
    public ArchiveRebuild(
            TileSource log, Checkpoint verified, ExecutorService threads, Progress progress) {
        this(log, verified, threads, progress, BUNDLES_AT_A_TIME);
    }

    ArchiveRebuild(
            TileSource log,
            Checkpoint verified,
            ExecutorService threads,
            Progress progress,
            int bundlesAtATime) {
        this.log = log;
        this.verified = verified;
        this.threads = threads;
        this.progress = progress;
        this.bundlesAtATime = bundlesAtATime;
    }

    /// How a rebuild ended.
    ///
    /// @param complete false where the progress stopped it
    /// @param resumedAt entries that an earlier, interrupted rebuild had read; 0: none
    /// @param entries of the log that have been read, with those
    public record Outcome(boolean complete, long resumedAt, long entries) {}

    /// Rebuilds the archive in a directory.
    ///
    /// @throws DamagedLogException where the log does not lead to the checkpoint's root, or a leaf
    ///   is no entry; the archive stays as it was
    /// @throws ArchiveInUseException where somebody writes to the archive
    public Outcome into(Path directory) throws IOException, InterruptedException {
        try (Archive archive = Archive.openToWrite(directory)) {
            Path beside = archive.directory().resolve(Archive.BESIDE);
            Start start = start(archive, beside);
            RunningRoot read = read(start);
            if (read.size().value() < verified.size().value()) {
                return new Outcome(false, start.at(), read.size().value());
            }
            if (!read.root().equals(verified.root())) {
                deleteAll(beside);
                throw new DamagedLogException(
                        LogFault.ROOT_MISMATCH,
                        TilePath.CHECKPOINT,
                        "has another root than the entries give: countersign verify names the damage");
            }
            if (!new ArchiveCompaction(start.built(), threads, MERGE_FROM).run(progress)) {
                return new Outcome(false, start.at(), read.size().value());
            }
            archive.replaceBy(start.built());
            deleteAll(beside);
            return new Outcome(true, start.at(), read.size().value());
        }
    }

    /// Where reading begins.
    private record Start(Archive built, RunningRoot root, long at) {}

    private Start start(Archive archive, Path beside) throws IOException {
        if (Files.exists(beside)) {
            try {
                Archive built = Archive.openBeside(beside, archive);
                Optional<LogPart> part = built.archivedTo().log();
                if (part.isPresent() && isOfThisLog(part.get())) {
                    TreeSize size = new TreeSize(part.get().size());
                    RunningRoot root = RunningRoot.from(size, new LogTiles(log, verified.size()));
                    if (root.root().equals(part.get().root())) {
                        return new Start(built, root, size.value());
                    }
                }
            } catch (RuntimeException _unusable) {
                // What was half built is a copy of a copy: begin again.
            }
            deleteAll(beside);
        }
        return new Start(Archive.openBeside(beside, archive), new RunningRoot(), 0);
    }

    private boolean isOfThisLog(LogPart part) {
        return part.origin().equals(verified.origin()) && part.size() <= verified.size().value();
    }

    /// Reads on, and gives the root over what was read and committed.
    private RunningRoot read(Start start) throws IOException, InterruptedException {
        ArchiveWriter writer = new ArchiveWriter(start.built(), threads);
        LogDecoder decoder = new LogDecoder(log, verified.size(), threads, bundlesAtATime);
        long size = verified.size().value();
        RunningRoot root = start.root();
        boolean goesOn = progress.goesOn(Phase.READING, start.at(), size);
        while (goesOn && root.size().value() < size) {
            for (LogDecoder.Decoded decoded : decoder.from(root.size().value())) {
                root.add(decoded.leafHash());
                add(writer, decoded);
            }
            goesOn = progress.goesOn(Phase.READING, root.size().value(), size);
            if (!goesOn || writer.waiting() >= MAX_WAITING_ROWS || root.size().value() == size) {
                writer.commit(
                        Optional.of(
                                new LogPart(verified.origin(), root.size().value(), root.root())));
            }
        }
        return root;
    }

    private static void add(ArchiveWriter writer, LogDecoder.Decoded decoded) throws IOException {
        try {
            decoded.rows().ifPresent(writer::add);
        } catch (MissingEntriesException e) {
            throw new ArchiveFailedException(
                    e.getMessage() + ": countersign verify names the damage", e);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
