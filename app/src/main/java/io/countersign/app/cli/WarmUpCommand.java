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

    /// A proxy's line and a prompt, invented.
    private static final String SAMPLE_LOG =
            """
            1763640000.123 120 192.0.2.7 TCP_TUNNEL/200 39211 CONNECT chat.example.org:443 mvale HIER_DIRECT/192.0.2.9 -
            {"user":"mvale","host":"claude.ai","prompt":"Patient Jane Roe, MRN 00123456, seen for diabetes"}
            """;

    /// Stand for the paths of files that hold the samples.
    private static final String SAMPLE_FILE = "{sample}";

    private static final String LOG_FILE = "{log}";

    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("--help"),
                    List.of("help", "scan"),
                    List.of("scan", "-"),
                    List.of("scan", SAMPLE_FILE),
                    List.of("scan", "--json", "-"),
                    List.of("judge", LOG_FILE),
                    List.of("judge", "--json", LOG_FILE),
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
        Path log = Files.createTempFile("countersign-warm-up", ".log");
        try {
            Files.writeString(file, SAMPLE);
            Files.writeString(log, SAMPLE_LOG);
            for (List<String> command : COMMANDS) {
                run(command, Map.of(SAMPLE_FILE, file, LOG_FILE, log));
            }
        } finally {
            Files.delete(file);
            Files.delete(log);
        }
        return ExitCode.CLEAN;
    }

    private void run(List<String> command, Map<String, Path> files) {
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
                        .map(word -> files.containsKey(word) ? files.get(word).toString() : word)
                        .toArray(String[]::new));
    }
}
