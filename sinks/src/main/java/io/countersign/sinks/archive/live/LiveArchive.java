package io.countersign.sinks.archive.live;

import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveCompaction;
import io.countersign.sinks.archive.ArchiveInUseException;
import io.countersign.sinks.archive.ArchiveMovedException;
import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.archive.ArchiveWriter;
import io.countersign.sinks.archive.ArchivedTo;
import io.countersign.sinks.archive.Progress;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// An archive that is written to while others look after it. It is open only while there is
/// something to do: a directory is closed to other writers meanwhile, and between two commits
/// `rebuild` and `compact` get it. What others made of it is what the next commit goes on from, and
/// where another writer of a catalogue was faster, what it wrote is left out.
final class LiveArchive {
    /// As many tasks as may write at once get their turn within these.
    private static final int MAX_TRIES = 8;

    /// Looking for files that nobody knows reads a catalogue's lists whole.
    private static final int TIDYINGS_PER_CLEAN_UP = 16;

    private final ArchivePlace place;
    private final ExecutorService threads;
    private int tidyings;

    /// @param threads that write files; the caller's to close
    LiveArchive(ArchivePlace place, ExecutorService threads) {
        this.place = place;
        this.threads = threads;
    }

    /// Writes those entries that follow what the archive has of their chains, in one commit.
    ///
    /// @param entries of a chain in its order
    /// @return how far the archive goes now; an entry beyond it follows a hole
    /// @throws ArchiveInUseException where another writer has the archive
    ArchivedTo add(List<Waiting> entries) throws IOException, InterruptedException {
        try (Archive archive = place.openToWrite()) {
            for (int tries = 1; ; tries++) {
                try {
                    return add(archive, entries);
                } catch (ArchiveMovedException moved) {
                    if (tries == MAX_TRIES) {
                        throw moved;
                    }
                    archive.reopen();
                }
            }
        }
    }

    private ArchivedTo add(Archive archive, List<Waiting> entries)
            throws IOException, InterruptedException {
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

    /// Merges small files, and takes away those that no table knows.
    ///
    /// @return false where another writer has the archive
    boolean tidy() throws IOException, InterruptedException {
        try (Archive archive = place.openToWrite()) {
            boolean unused = ArchiveCompaction.ofSmallFiles(archive, threads).run(Progress.NONE);
            if (place instanceof ArchivePlace.InDirectory
                    || tidyings++ % TIDYINGS_PER_CLEAN_UP == 0) {
                archive.cleanUp();
            }
            return true;
        } catch (ArchiveInUseException | ArchiveMovedException _later) {
            return false;
        }
    }
}
