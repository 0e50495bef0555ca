package io.countersign.app.cli;

import io.countersign.app.sink.MarkedEvent;
import io.countersign.app.sink.SinkProbe;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.SinkFailureException;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;

/// `countersign sink test`.
@CommandLine.Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Sends one marked event to the receiver of a sink, and shows what it said.",
            "The event is of no person and no log: its chain is sink-test/0@1 and its drill is sink-test, so",
            "that a search finds it and a rule can leave it out. Kafka is not needed. Exit code 1 where the",
            "receiver does not have it."
        },
        footer = {
            "",
            "Examples:",
            "  countersign sink test splunk --config countersign.yaml",
            "  countersign sink test files --json"
        })
final class SinkTestCommand implements Command {
    @CommandLine.Parameters(paramLabel = "NAME", description = "the sink's name")
    private String name = "";

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    SinkTestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        SinkCommand.Named one = SinkCommand.named(site.configuration(), List.of(name)).getFirst();
        Decoded.Entry event = MarkedEvent.of(terminal.clock().instant());
        SinkProbe.Reply reply;
        try (SinkProbe probe = SinkProbe.open(one.sink().type(), one.connector(), Root.version())) {
            reply = probe.send(event);
        } catch (ConfigException | SinkFailureException refused) {
            throw new CommandFailure(
                    ExitCode.FOUND,
                    "sinks."
                            + name
                            + ": "
                            + TerminalText.line(String.valueOf(refused.getMessage())));
        }
        if (json) {
            SinkCommand.json(
                    terminal,
                    "tests",
                    List.of(reply),
                    (out, said) -> {
                        out.writeStringField("sink", name);
                        out.writeStringField("event", event.eventId());
                        out.writeBooleanField("delivered", said.delivered());
                        out.writeStringField("code", said.code());
                        out.writeNumberField("millis", said.took().toMillis());
                        out.writeNumberField("bytes", said.bytes());
                        if (said.place().isPresent()) {
                            out.writeStringField("file", said.place().get().toString());
                        }
                    });
        } else {
            terminal.say(
                    "event %s, %d bytes, to %s (%s)"
                            .formatted(
                                    event.eventId(),
                                    reply.bytes(),
                                    name,
                                    one.sink().type().name()));
            terminal.say(
                    reply.delivered()
                            ? terminal.green("the receiver has it")
                                    + ", it said so after "
                                    + reply.took().toMillis()
                                    + " ms"
                            : terminal.red("the receiver does not have it: ")
                                    + TerminalText.line(reply.code())
                                    + ", after "
                                    + reply.took().toMillis()
                                    + " ms. docs/guides/siem.md has the codes.");
            reply.place()
                    .ifPresent(file ->
                            terminal.say(
                                    "it stays in "
                                            + TerminalText.line(file.toString())
                                            + " until you delete that file"));
        }
        return reply.delivered() ? ExitCode.CLEAN : ExitCode.FOUND;
    }
}
