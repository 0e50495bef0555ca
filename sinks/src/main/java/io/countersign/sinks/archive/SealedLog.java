package io.countersign.sinks.archive;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.TileSource;
import io.countersign.sinks.archive.ArchivedTo.LogPart;
import java.util.List;
import java.util.Optional;

/// A log that an archive is made from; an installation has one a year.
///
/// @param tiles may be read from several threads
/// @param verified a checkpoint of this log that the caller's keys vouch for
public record SealedLog(TileSource tiles, Checkpoint verified) {
    long size() {
        return verified.size().value();
    }

    /// Entries of the logs before one of them.
    static long before(List<SealedLog> oldestFirst, int log) {
        return oldestFirst.subList(0, log).stream().mapToLong(SealedLog::size).sum();
    }

    /// Entries of all.
    static long entries(List<SealedLog> oldestFirst) {
        return before(oldestFirst, oldestFirst.size());
    }

    /// Which of the logs a part is of; empty where it is of none of them, or longer.
    static Optional<Integer> of(LogPart part, List<SealedLog> oldestFirst) {
        for (int i = 0; i < oldestFirst.size(); i++) {
            SealedLog log = oldestFirst.get(i);
            if (log.verified.origin().equals(part.origin()) && part.size() <= log.size()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /// How many entries have been read where that part was the last; 0 where it is of none of the
    /// logs.
    public static long readUpTo(LogPart part, List<SealedLog> oldestFirst) {
        return of(part, oldestFirst).map(i -> before(oldestFirst, i) + part.size()).orElse(0L);
    }
}
