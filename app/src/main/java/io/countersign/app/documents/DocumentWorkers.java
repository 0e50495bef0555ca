package io.countersign.app.documents;

import io.countersign.app.WorkerCommand;
import io.countersign.app.config.Configuration.Documents;
import io.countersign.intake.documents.DocumentLimits;
import io.countersign.intake.documents.DocumentProcesses;
import java.time.Duration;
import java.util.Optional;

/// Starts the workers that open documents: this program's own JVM and class path, with the hidden
/// command and the heap of the configuration.
public final class DocumentWorkers {
    /// The hidden command that a worker runs.
    public static final String COMMAND = "document-worker";

    private DocumentWorkers() {}

    /// @return empty where the site does not have documents opened
    public static Optional<DocumentProcesses> of(Documents documents) {
        if (documents.processes() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new DocumentProcesses(
                        new DocumentLimits(documents.processes(), documents.time()),
                        WorkerCommand.of(COMMAND, documents.memoryMegabytes())));
    }

    /// One worker with the standard heap, started with the first document.
    ///
    /// @param time for each document
    public static DocumentProcesses one(Duration time) {
        return new DocumentProcesses(
                new DocumentLimits(1, time),
                WorkerCommand.of(COMMAND, Documents.STANDARD.memoryMegabytes()));
    }
}
