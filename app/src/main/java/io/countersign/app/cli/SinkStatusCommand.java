package io.countersign.app.cli;

import io.countersign.app.reconcile.Delivered;
import io.countersign.app.reconcile.Waiting;
import io.countersign.app.sink.SinkProbe;
import io.countersign.app.sink.WorkerPage;
import io.countersign.sinks.siem.delivery.Health;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign sink status`.
@CommandLine.Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows for each sink what waits for its acknowledgement: how many events, since when the oldest, how",
            "many were given up as dead letters, the last one's reason, and what the receiver says now (no event is",
            "sent). Exit code 1 where the oldest is more than five minutes old, or a receiver takes no events.",
            "Where the sinks run on this machine and health.port says where to ask, also the last try that failed."
        },
        footer = {
            "",
            "Examples:",
            "  countersign sink status --config countersign.yaml",
            "  countersign sink status splunk --json"
        })
final class SinkStatusCommand implements Command {
    private static final Duration OVERDUE = Duration.ofMinutes(5);

    @CommandLine.Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "sinks; all where none is named")
    private List<String> names = List.of();

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    SinkStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Line(
            String name,
            Waiting waiting,
            Delivered delivered,
            Health receiver,
            Optional<WorkerPage.LastFailure> lastFailure) {}

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        List<Line> lines = new ArrayList<>();
        try (AlertSite open = site.readable(terminal)) {
            Map<String, WorkerPage.LastFailure> failures =
                    failures(open.deployment().configuration().health().port());
            for (SinkCommand.Named one :
                    SinkCommand.named(open.deployment().configuration(), names)) {
                try (SinkProbe probe =
                        SinkProbe.open(one.sink().type(), one.connector(), Root.version())) {
                    Delivered delivered =
                            Delivered.read(open.deployment(), one.name(), one.connector());
                    lines.add(
                            new Line(
                                    one.name(),
                                    Waiting.read(
                                            open.deployment(),
                                            probe,
                                            delivered,
                                            terminal::progress),
                                    delivered,
                                    probe.check(),
                                    Optional.ofNullable(failures.get(one.name()))));
                }
            }
        }
        if (json) {
            SinkCommand.json(
                    terminal,
                    "sinks",
                    lines,
                    (out, line) -> {
                        out.writeStringField("name", line.name());
                        out.writeNumberField("waiting", line.waiting().events());
                        if (line.waiting().oldestMillis().isPresent()) {
                            out.writeStringField(
                                    "oldest",
                                    Instant.ofEpochMilli(line.waiting().oldestMillis().getAsLong())
                                            .toString());
                        }
                        out.writeBooleanField("overdue", isOverdue(line));
                        out.writeNumberField("deadLetters", line.delivered().deadLetters().size());
                        if (line.delivered().lastLetter().isPresent()) {
                            Delivered.LastLetter last = line.delivered().lastLetter().get();
                            out.writeStringField("lastDeadLetter", last.code());
                            out.writeStringField(
                                    "lastDeadLetterAt",
                                    Instant.ofEpochMilli(last.atMillis()).toString());
                        }
                        if (line.lastFailure().isPresent()) {
                            WorkerPage.LastFailure last = line.lastFailure().get();
                            out.writeStringField("lastFailure", last.code());
                            out.writeStringField(
                                    "lastFailureAt",
                                    Instant.ofEpochMilli(last.atMillis()).toString());
                            out.writeBooleanField("failing", last.goesOn());
                        }
                        out.writeStringField("receiver", line.receiver().code());
                    });
        } else {
            terminal.say(
                    terminal.bold(
                            "%-24s %10s %12s %12s  %s"
                                    .formatted(
                                            "sink",
                                            "waiting",
                                            "oldest",
                                            "dead letters",
                                            "receiver")));
            lines.forEach(this::say);
        }
        return lines.stream().anyMatch(line -> isOverdue(line) || !line.receiver().good())
                ? ExitCode.FOUND
                : ExitCode.CLEAN;
    }

    /// Empty where nobody is asked, or nobody answers.
    private Map<String, WorkerPage.LastFailure> failures(int port) throws InterruptedException {
        if (port == 0) {
            return Map.of();
        }
        try {
            return WorkerPage.lastFailures(port);
        } catch (IOException unanswered) {
            terminal.progress(
                    "Nobody answers at http://127.0.0.1:%d/metrics: of failed tries nothing is known."
                            .formatted(port));
            return Map.of();
        }
    }

    private void say(Line line) {
        String text =
                "%-24s %10d %12s %12d  %s"
                        .formatted(
                                line.name(),
                                line.waiting().events(),
                                line.waiting().oldestMillis().isPresent()
                                        ? AlertCommand.age(age(line))
                                        : "-",
                                line.delivered().deadLetters().size(),
                                TerminalText.line(
                                        line.receiver().good()
                                                ? line.receiver().code()
                                                : line.receiver().code()
                                                        + ": "
                                                        + line.receiver().detail()));
        terminal.say(isOverdue(line) || !line.receiver().good() ? terminal.yellow(text) : text);
        line.lastFailure()
                .ifPresent(last ->
                        terminal.say(
                                "%-24s last failed try %s, %s ago; %s"
                                        .formatted(
                                                "",
                                                TerminalText.line(last.code()),
                                                ago(last.atMillis()),
                                                last.goesOn()
                                                        ? "it tries again"
                                                        : "it works again")));
        line.delivered()
                .lastLetter()
                .ifPresent(last ->
                        terminal.say(
                                "%-24s last dead letter %s, %s ago"
                                        .formatted(
                                                "",
                                                TerminalText.line(last.code()),
                                                ago(last.atMillis()))));
    }

    private String ago(long atMillis) {
        return AlertCommand.age(Math.max(0, terminal.clock().millis() - atMillis));
    }

    private boolean isOverdue(Line line) {
        return age(line) > OVERDUE.toMillis();
    }

    private long age(Line line) {
        return line.waiting().oldestMillis().isPresent()
                ? terminal.clock().millis() - line.waiting().oldestMillis().getAsLong()
                : 0;
    }
}
