package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.sink.SinkKey;
import io.countersign.app.sink.SinkType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/// `countersign sink list`.
@CommandLine.Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the sinks of the configuration with what it states of them.",
            "With --types: the kinds of sink that there are, and every setting of each."
        },
        footer = {
            "",
            "Examples:",
            "  countersign sink list --config countersign.yaml",
            "  countersign sink list --types",
            "  countersign sink list --json"
        })
final class SinkListCommand implements Command {
    @CommandLine.Option(names = "--types", description = "the kinds of sink and their settings")
    private boolean types;

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    SinkListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        if (types) {
            types();
            return ExitCode.CLEAN;
        }
        List<SinkCommand.Named> sinks = SinkCommand.named(site.configuration(), List.of());
        if (json) {
            SinkCommand.json(terminal, "sinks", sinks, SinkListCommand::write);
            return ExitCode.CLEAN;
        }
        for (SinkCommand.Named one : sinks) {
            terminal.say(terminal.bold(one.name()) + "  " + one.sink().type().name());
            for (SinkKey key : one.sink().type().keys()) {
                String stated = one.sink().settings().get(key.name());
                if (stated != null) {
                    terminal.say("  %-36s %s".formatted(key.path(), TerminalText.line(stated)));
                }
            }
        }
        return ExitCode.CLEAN;
    }

    private static void write(JsonGenerator out, SinkCommand.Named one) throws IOException {
        out.writeStringField("name", one.name());
        out.writeStringField("type", one.sink().type().name());
        out.writeNumberField("tasks", one.sink().tasks());
        out.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> stated : new TreeMap<>(one.sink().settings()).entrySet()) {
            out.writeStringField(stated.getKey(), stated.getValue());
        }
        out.writeEndObject();
    }

    private void types() throws IOException {
        if (json) {
            SinkCommand.json(
                    terminal,
                    "types",
                    SinkType.all(),
                    (out, type) -> {
                        out.writeStringField("type", type.name());
                        out.writeObjectFieldStart("settings");
                        for (SinkKey key : type.keys()) {
                            out.writeStringField(key.path(), key.manual());
                        }
                        out.writeEndObject();
                    });
            return;
        }
        for (SinkType type : SinkType.all()) {
            terminal.say(terminal.bold(type.name()));
            for (SinkKey key : type.keys()) {
                terminal.say(
                        "  %-36s %s%s"
                                .formatted(
                                        key.path(),
                                        key.manual(),
                                        key.required()
                                                ? ""
                                                : terminal.faint(" (" + key.standard() + ")")));
            }
        }
    }
}
