package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.config.Configuration;
import io.countersign.app.role.Connectors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;

/// `countersign sink`.
@CommandLine.Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description =
                "The receivers of events: what is configured, whether it works, what it costs, what it has.")
final class SinkCommand {
    private SinkCommand() {}

    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new SinkCommand())
                .addSubcommand(new SinkListCommand(terminal))
                .addSubcommand(new SinkTestCommand(terminal))
                .addSubcommand(new SinkEstimateCommand(terminal))
                .addSubcommand(new SinkStatusCommand(terminal))
                .addSubcommand(new SinkReconcileCommand(terminal))
                .addSubcommand(new SinkPluginCommand(terminal))
                .addSubcommand(new SinkConnectorCommand(terminal));
    }

    /// A configured sink with its connector configuration.
    record Named(String name, Configuration.Sink sink, Map<String, String> connector) {}

    /// Those that are named; all where none is.
    static List<Named> named(Configuration configuration, List<String> names) throws IOException {
        Map<String, Configuration.Sink> sinks = new TreeMap<>(Connectors.sinks(configuration));
        Map<String, Map<String, String>> connectors = Connectors.of(configuration);
        requireSinks(sinks.keySet(), names);
        return sinks.entrySet().stream()
                .filter(one -> names.isEmpty() || names.contains(one.getKey()))
                .map(one ->
                        new Named(
                                one.getKey(),
                                one.getValue(),
                                Objects.requireNonNull(connectors.get(one.getKey()))))
                .toList();
    }

    /// @throws CommandFailure for a name that is not among the sinks
    static void requireSinks(Set<String> sinks, List<String> names) {
        for (String name : names) {
            if (!sinks.contains(name)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "No sink of the name "
                                + TerminalText.line(name)
                                + "; there are "
                                + String.join(", ", new TreeSet<>(sinks)));
            }
        }
    }

    /// Writes one part of a JSON document.
    @FunctionalInterface
    interface Part<T> {
        void write(JsonGenerator out, T one) throws IOException;
    }

    /// An object with one list of objects.
    static <T> void json(Terminal terminal, String list, List<T> all, Part<T> part)
            throws IOException {
        try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            out.writeArrayFieldStart(list);
            for (T one : all) {
                out.writeStartObject();
                part.write(out, one);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        terminal.out().println();
    }
}
