package io.countersign.app.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/// `countersign warm-up`: runs what short commands run, so that a JVM which records an AOT cache
/// sees the classes they need. Prints nothing and leaves nothing behind.
@CommandLine.Command(
        name = "warm-up",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "The training run of the launcher's AOT cache.")
final class WarmUpCommand implements Command {
    /// Invented; it makes the detector look at what it usually looks at.
    private static final String SAMPLE =
            """
            Patient Jane Roe, DOB 01/02/1960, MRN 00123456, phone 555-0100, seen for diabetes.
            Write to jane.roe@example.org or 12 Main Street, Springfield.
            """;

    /// Stands for the path of a file that holds the sample.
    private static final String SAMPLE_FILE = "{sample}";

    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("--help"),
                    List.of("help", "scan"),
                    List.of("scan", "-"),
                    List.of("scan", SAMPLE_FILE),
                    List.of("scan", "--json", "-"),
                    // Classes of errors too: one that the run never met keeps all that name it out
                    // of the cache, picocli's own main class among them.
                    List.of("scan"),
                    List.of("scan", "--json", "--jsonl", "-"),
                    List.of("scan", "--unknown-option", "-"),
                    List.of("no-such-command"),
                    List.of("config", "check", "/nonexistent/countersign.yaml"));

    private final Terminal terminal;

    WarmUpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Path file = Files.createTempFile("countersign-warm-up", ".txt");
        try {
            Files.writeString(file, SAMPLE);
            for (List<String> command : COMMANDS) {
                run(command, file);
            }
        } finally {
            Files.delete(file);
        }
        return ExitCode.CLEAN;
    }

    private void run(List<String> command, Path file) {
        InputStream in = new ByteArrayInputStream(SAMPLE.getBytes(StandardCharsets.UTF_8));
        Terminal silent =
                new Terminal(
                        in,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        Map.of(),
                        Set.of("out"),
                        terminal.clock());
        CommandLineTool.run(
                silent,
                command.stream()
                        .map(word -> word.equals(SAMPLE_FILE) ? file.toString() : word)
                        .toArray(String[]::new));
    }
}
