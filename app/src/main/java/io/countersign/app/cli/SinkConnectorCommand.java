package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.config.Configuration;
import io.countersign.app.role.Connectors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;

/// `countersign sink connector`.
@CommandLine.Command(
        name = "connector",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a sink of the configuration as the connector that a Kafka Connect cluster of others takes by REST.",
            "It holds no secret: passwords, tokens and keys are paths of files on the workers, and those of a Schema",
            "Registry are ${directory:FOLDER:FILE}, which Kafka's DirectoryConfigProvider reads there."
        },
        footer = {
            "",
            "Example:",
            "  countersign sink connector splunk --config countersign.yaml > splunk.json"
        })
final class SinkConnectorCommand implements Command {
    @CommandLine.Parameters(paramLabel = "NAME", description = "a sink of the configuration")
    private String name = "";

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    SinkConnectorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Configuration configuration = site.configuration();
        SinkCommand.requireSinks(Connectors.sinks(configuration).keySet(), List.of(name));
        Map<String, String> connector =
                Connectors.withoutSecrets(configuration).getOrDefault(name, Map.of());
        Optional<String> secret = WrittenOutSecret.in(connector);
        if (secret.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    TerminalText.line(secret.get())
                            + " holds a secret, which a cluster would show to all who ask it: put it into a file and"
                            + " name it as ${directory:FOLDER:FILE}");
        }
        try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeStringField("name", name);
            out.writeObjectFieldStart("config");
            for (Map.Entry<String, String> one : new TreeMap<>(connector).entrySet()) {
                out.writeStringField(one.getKey(), one.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        }
        terminal.out().println();
        return ExitCode.CLEAN;
    }
}
