package io.countersign.sinks.archive.live;

import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveCompaction;
import io.countersign.sinks.archive.ArchiveInUseException;
import io.countersign.sinks.archive.ArchiveWriter;
import io.countersign.sinks.archive.ArchivedTo;
import io.countersign.sinks.archive.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// An archive that is written to while others look after it. It is open, and so closed to other
/// writers, only while there is something to do: between two commits `rebuild` and `compact` get
/// it, and what they made of it is what the next commit goes on from.
final class LiveArchive {
    private final Path directory;
    private final ExecutorService threads;

    /// @param threads that write files; the caller's to close
    LiveArchive(Path directory, ExecutorService threads) {
        this.directory = directory;
        this.threads = threads;
    }

    /// Writes those entries that follow what the archive has of their chains, in one commit.
    ///
    /// @param entries of a chain in its order
    /// @return how far the archive goes now; an entry beyond it follows a hole
    /// @throws ArchiveInUseException where another writer has the archive
    ArchivedTo add(List<Waiting> entries) throws IOException, InterruptedException {
        try (Archive archive = Archive.openToWrite(directory)) {
            ArchiveWriter writer = new ArchiveWriter(archive, threads);
            Map<String, Long> next = new HashMap<>(archive.archivedTo().next());
            boolean any = false;
            for (Waiting entry : entries) {
                String chain = entry.rows().chain();
                long expected = next.getOrDefault(chain, 0L);
                if (entry.rows().seq() == expected) {
                    any |= writer.add(entry.rows());
                    next.put(chain, expected + 1);
                }
            }
            if (any) {
                writer.commit(Optional.empty());
            }
            return archive.archivedTo();
        }
    }

    /// Merges small files, and takes away those that no table knows.
    ///
    /// @return false where another writer has the archive
    boolean tidy() throws IOException, InterruptedException {
        try (Archive archive = Archive.openToWrite(directory)) {
            boolean unused = ArchiveCompaction.ofSmallFiles(archive, threads).run(Progress.NONE);
            archive.cleanUp();
            return true;
        } catch (ArchiveInUseException _later) {
            return false;
        }
    }
}
