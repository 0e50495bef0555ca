package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.Alert;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.SeverityPoints;
import io.countersign.topology.alerts.AlertLines;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/// `countersign alert show`: one alert whole.
@CommandLine.Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows one alert whole.",
            "What happened, what could not be seen, the next step, the sum of its severity line by line, the",
            "entries that prove it, what became known later, and the breach clock."
        },
        footer = {
            "",
            "Examples:",
            "  countersign alert show 46d4cab4465e5350d1b1c8ba0fb02380",
            "  countersign alert show 46d4ca --config countersign.yaml --json"
        })
final class AlertShowCommand implements Command {
    /// Lines that are told in another way here.
    private static final Set<String> OTHERWISE = Set.of("severity", "entry", "close", "breach");

    @CommandLine.Parameters(
            paramLabel = "ID",
            description = "as the list and the alert have it, or its first 6 characters or more")
    private String id = "";

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    AlertShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        AlertCommand.requireId(id);
        AlertHistory history;
        String directory;
        try (AlertSite open = site.readable(terminal)) {
            history =
                    AlertHistory.read(
                            open.deployment(), AlertHistory.beginning(id), terminal::progress);
            AlertCommand.warnOfAge(terminal, open.deployment());
            directory = open.directory();
        }
        AlertCommand.warn(terminal, history);
        RaisedAlert alert = AlertCommand.named(history, id);
        if (json) {
            try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
                out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                out.writeStartObject();
                AlertJson.whole(out, alert);
                out.writeEndObject();
            }
            terminal.out().println();
        } else {
            say(alert, directory);
        }
        return ExitCode.CLEAN;
    }

    private void say(RaisedAlert alert, String directory) {
        Alert latest = alert.latest();
        terminal.say(
                terminal.bold(
                        "%s  %s  %s"
                                .formatted(
                                        TerminalText.line(latest.getAlertClass()),
                                        latest.getSeverity(),
                                        TerminalText.line(alert.id()))));
        for (AlertLines.Line line : AlertLines.of(latest)) {
            if (!OTHERWISE.contains(line.name())) {
                if (line.name().isEmpty()) {
                    terminal.say(TerminalText.line(line.text()));
                } else {
                    field(line.name(), line.text());
                }
            }
        }
        severity(alert);
        field("first", AlertCommand.second(latest.getFirstMillis()) + ", by the event");
        field("last", AlertCommand.second(latest.getLastMillis()) + ", by the event");
        field("raised", AlertCommand.second(alert.raisedMillis()));
        latest.getCoveredAccount().ifPresent(account -> field("covered", account));
        latest.getBreach().ifPresent(clock -> breach(clock.getDueMillis()));
        for (EntryRef cause : latest.getCauses()) {
            field(
                    "proof",
                    "countersign why %s:%d --dir %s"
                            .formatted(cause.getChain(), cause.getSeq(), directory));
        }
        for (RaisedAlert.Amendment amendment : alert.amendments()) {
            field(
                    "amended",
                    "%s:%d says of %s:%d: %s changed, by %s (%s), %s"
                            .formatted(
                                    amendment.chain(),
                                    amendment.seq(),
                                    amendment.original().getChain(),
                                    amendment.original().getSeq(),
                                    String.join(", ", amendment.amendment().getChanged()),
                                    amendment.amendment().getBasis(),
                                    amendment.amendment().getConfidence(),
                                    AlertCommand.second(amendment.atMillis())));
        }
        field("state", AlertCommand.state(alert));
        alert.closing().ifPresent(closing -> field("", AlertCommand.closed(closing)));
        if (!alert.isClosed()) {
            field(
                    "close",
                    "countersign alert close %s --as true|false|authorised|personal|test"
                            .formatted(alert.id()));
        }
    }

    private void severity(RaisedAlert alert) {
        String name = "severity";
        for (SeverityPoints line : alert.latest().getPoints()) {
            field(name, "%+4d %s".formatted(line.getPoints(), line.getCode()));
            name = "";
        }
        field(name, "%4d = %s".formatted(alert.points(), alert.latest().getSeverity()));
    }

    /// Whether it is a breach a person decides; the clock runs meanwhile.
    private void breach(long dueMillis) {
        long days = TimeUnit.MILLISECONDS.toDays(dueMillis - terminal.clock().millis());
        field(
                "breach",
                "if it is one, notification is due by %s, %s (45 CFR 164.404)"
                        .formatted(
                                AlertCommand.day(dueMillis),
                                dueMillis < terminal.clock().millis()
                                        ? "which is past"
                                        : days + " days from now"));
    }

    private void field(String name, String text) {
        terminal.say("  %-9s %s".formatted(name, TerminalText.line(text)));
    }
}
