package io.countersign.app.cli;

import io.countersign.app.sink.PluginZip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/// `countersign sink plugin`.
@CommandLine.Command(
        name = "plugin",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the sinks as a plugin for a Kafka Connect cluster that others run: a zip in the layout of",
            "Confluent Hub. Unpack it below the worker's plugin.path; it brings nothing of Kafka."
        },
        footer = {"", "Example:", "  countersign sink plugin countersign-connect-sinks.zip"})
final class SinkPluginCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "FILE",
            description = "the zip; replaced where it is there")
    private Path file = Path.of("");

    private final Terminal terminal;

    SinkPluginCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        PluginZip.write(
                file,
                Root.version(),
                Arrays.stream(
                                System.getProperty("java.class.path")
                                        .split(System.getProperty("path.separator")))
                        .map(Path::of)
                        .toList());
        terminal.say("written: " + TerminalText.line(file.toString()));
        return ExitCode.CLEAN;
    }
}
