package io.countersign.app.documents;

import io.countersign.app.config.Configuration.Documents;
import io.countersign.intake.documents.DocumentLimits;
import io.countersign.intake.documents.DocumentProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Starts the workers that open documents: this program's own JVM and class path, with the hidden
/// command and the heap of the configuration.
public final class DocumentWorkers {
    /// The hidden command that a worker runs.
    public static final String COMMAND = "document-worker";

    private static final String MAIN = "io.countersign.app.Countersign";

    private DocumentWorkers() {}

    /// @return empty where the site does not have documents opened
    public static Optional<DocumentProcesses> of(Documents documents) {
        if (documents.processes() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new DocumentProcesses(
                        new DocumentLimits(documents.processes(), documents.time()),
                        command(documents.memoryMegabytes())));
    }

    /// One worker with the standard heap, started with the first document.
    ///
    /// @param time for each document
    public static DocumentProcesses one(Duration time) {
        return new DocumentProcesses(
                new DocumentLimits(1, time), command(Documents.STANDARD.memoryMegabytes()));
    }

    private static List<String> command(int megabytes) {
        return List.of(
                // A terminal's Ctrl-C goes to the children too; they end with their input.
                "/bin/sh",
                "-c",
                "trap '' INT; exec \"$@\"",
                "countersign-documents",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // A document that needs more ends the worker, and nothing is written of it.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                COMMAND);
    }
}
