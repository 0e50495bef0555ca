package io.countersign.app.cli;

import io.countersign.app.documents.DocumentWorkers;
import io.countersign.intake.documents.DocumentProtocol;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// `countersign document-worker`: the child JVM of [DocumentWorkers]. Opens the documents that come
/// over standard input until it ends.
@CommandLine.Command(
        name = DocumentWorkers.COMMAND,
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Opens documents for a parent process, over standard input and output.")
final class DocumentWorkerCommand implements Command {
    @Override
    public ExitCode run() throws IOException {
        // Whatever a reader prints must not get between the answers.
        System.setOut(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        DocumentProtocol.serve(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        return ExitCode.CLEAN;
    }
}
