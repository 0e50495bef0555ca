package io.countersign.bench.archive;

import io.countersign.forensics.archive.ArchiveFolder;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.Question;
import io.countersign.forensics.query.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Asks an archive in this process: which files, by the tables' metadata, and then the engine. Each
/// question opens both anew.
final class AskedArchive {
    private final Path folder;

    AskedArchive(Path folder) {
        this.folder = folder;
    }

    /// An answer, and seconds.
    ///
    /// @param planning finding the files
    /// @param engine from an engine that is not there yet to the last row
    record Answered(Answer answer, double planning, double engine) {
        double seconds() {
            return planning + engine;
        }
    }

    Answered ask(Preset.Asked asked) throws IOException {
        long start = System.nanoTime();
        ArchiveFolder.Found found = ArchiveFolder.open(folder).find(asked.selection());
        long planned = System.nanoTime();
        Answer answer =
                Sandbox.answer(
                        new Question(
                                asked.sql(),
                                asked.values(),
                                Map.of(asked.selection().table(), found.files()),
                                Limits.STANDARD));
        return new Answered(answer, (planned - start) / 1e9, (System.nanoTime() - planned) / 1e9);
    }
}
