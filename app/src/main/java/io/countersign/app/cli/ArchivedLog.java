package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.query.ArchiveQuestions;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.TimestampFiles;
import io.countersign.forensics.periodic.LogState;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchivedTo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The log of an installation, with the part of it that an archive holds: what the archive says it
/// was made of has the root that the log has there.
final class ArchivedLog {
    /// How often an archive that is being written is opened again.
    private static final int MAX_TRIES = 20;

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

    /// Questions to an archive, and how far its answers hold.
    record Opened(ArchiveQuestions questions, ArchivedTo to) {}

    /// Opens an archive between two looks at how far it goes, which have to agree.
    static Opened open(Path archive) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            ArchivedTo before = archivedTo(archive);
            ArchiveQuestions questions = ArchiveQuestions.open(archive);
            if (archivedTo(archive).equals(before)) {
                return new Opened(questions, before);
            }
            questions.close();
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "The archive is being written faster than it can be opened: try again");
    }

    private static ArchivedTo archivedTo(Path directory) throws IOException {
        Optional<Archive> found = Archive.open(directory);
        if (found.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There is no archive in "
                            + TerminalText.line(directory.toString())
                            + ": countersign archive rebuild makes it");
        }
        try (Archive archive = found.get()) {
            return archive.archivedTo();
        }
    }

    /// How the log stands.
    ///
    /// @param to how far the archive says that it goes
    LogState state(ArchivedTo to) throws IOException {
        to.log().ifPresent(this::require);
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
                reach(to),
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

    private static String reach(ArchivedTo to) {
        return to.log()
                .map(part -> new LogState.Point(part.origin(), part.size(), part.root().hex()))
                .map(LogState.Point::words)
                .orElseGet(() ->
                        "the entries below "
                                + to.next().entrySet().stream()
                                        .map(end -> end.getKey() + ":" + end.getValue())
                                        .collect(Collectors.joining(", ")));
    }

    private static LogState.Point point(Checkpoint checkpoint) {
        return new LogState.Point(
                checkpoint.origin(), checkpoint.size().value(), checkpoint.root().hex());
    }
}
