package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.TimestampFiles;
import io.countersign.forensics.periodic.LogState;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.archive.ArchivedTo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The log of an installation, beside an archive: what the archive says it was made of has the root
/// that the log has there.
final class ArchivedLog {
    private final List<LogPlace> places;
    private final List<EntryReader> readers;

    private ArchivedLog(List<LogPlace> places, List<EntryReader> readers) {
        this.places = places;
        this.readers = readers;
    }

    /// @param vkeys keys that vouch for its checkpoints; empty: those beside it
    static ArchivedLog open(Configuration configuration, Optional<Path> vkeys) throws IOException {
        List<LogPlace> places = LogPlace.all(configuration);
        return new ArchivedLog(places, LogPlace.open(places, vkeys).oldestFirst());
    }

    /// Refuses an archive that says it was made of another log. One that was written live says
    /// nothing of the kind: `countersign archive verify` compares its rows.
    void require(ArchivePlace copy) throws IOException {
        Optional<Archive> found = copy.open();
        if (found.isPresent()) {
            try (Archive archive = found.get()) {
                archive.archivedTo().log().ifPresent(this::require);
            }
        }
    }

    /// How the log stands.
    ///
    /// @param reach up to where answers hold, in words
    LogState state(String reach) throws IOException {
        int kept = 0;
        int stamped = 0;
        boolean witnessed = false;
        for (LogPlace place : places) {
            kept += place.kept().map(checkpoints -> checkpoints.sizes().size()).orElse(0);
            Optional<TimestampFiles> stamps = place.timestamps();
            stamped += stamps.isPresent() ? stamps.get().sizes().size() : 0;
            witnessed |= place.witnessed().isPresent();
        }
        return new LogState(
                point(readers.getLast().checkpoint()),
                reach,
                places.size(),
                kept,
                stamped,
                witnessed);
    }

    /// The archive is a copy that anybody may have made: it is one of this log, or it is refused.
    private void require(ArchivedTo.LogPart part) {
        for (int i = 0; i < places.size(); i++) {
            Checkpoint checkpoint = readers.get(i).checkpoint();
            if (checkpoint.origin().equals(part.origin())
                    && part.size() <= checkpoint.size().value()) {
                Sha256 root =
                        Subtrees.root(
                                new TreeSize(part.size()),
                                new LogTiles(places.get(i).source(), checkpoint.size()));
                if (root.equals(part.root())) {
                    return;
                }
            }
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "The archive was not made of this log: countersign archive rebuild makes it again");
    }

    private static LogState.Point point(Checkpoint checkpoint) {
        return new LogState.Point(
                checkpoint.origin(), checkpoint.size().value(), checkpoint.root().hex());
    }
}
