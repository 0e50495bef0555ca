package io.countersign.app.cli;

import io.countersign.app.query.ArchiveQuestions;
import io.countersign.forensics.query.QueryProtocol;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// `countersign query-worker`: the child JVM of [ArchiveQuestions]. Answers the questions that come
/// over standard input until it ends.
@CommandLine.Command(
        name = ArchiveQuestions.COMMAND,
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Answers questions of a parent process, over standard input and output.")
final class QueryWorkerCommand implements Command {
    @Override
    public ExitCode run() throws IOException {
        // Whatever a library prints must not get between the answers.
        System.setOut(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        QueryProtocol.serve(
                new InputStreamReader(
                        new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8),
                new OutputStreamWriter(
                        new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
        return ExitCode.CLEAN;
    }
}
