package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.config.DurationText;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.Alert;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign alert list`: one line for each group, and the queue of exposures.
@CommandLine.Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists alerts, one line for each group, the most severe and then the newest first.",
            "Exposures, sends that nobody could decide about, come after them: the worst 20, a random",
            "sample of 10 of the others, and how many nobody has looked at."
        },
        footer = {
            "",
            "Examples:",
            "  countersign alert list",
            "  countersign alert list --all --since 7d --config countersign.yaml",
            "  countersign alert list --dir countersign-demo/2026-11-26T09-00-00 --json"
        })
final class AlertListCommand implements Command {
    @CommandLine.ArgGroup private Which which = new Which();

    /// One of them.
    static final class Which {
        @CommandLine.Option(names = "--open", description = "those that are open (the default)")
        private boolean open;

        @CommandLine.Option(names = "--all", description = "closed ones too")
        private boolean all;

        boolean closedToo() {
            return all && !open;
        }
    }

    @CommandLine.Option(
            names = "--since",
            paramLabel = "TIME",
            description = "with an event since then: a duration such as 24h or 7d, or a day (UTC)")
    private Optional<String> since = Optional.empty();

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    AlertListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        long from = sinceMillis();
        AlertHistory history;
        try (AlertSite open = site.readable(terminal)) {
            history =
                    AlertHistory.read(
                            open.deployment(),
                            (_id, latest) -> latest.getLastMillis() >= from,
                            terminal::progress);
            AlertCommand.warnOfAge(terminal, open.deployment());
        }
        List<RaisedAlert> asked =
                history.alerts().stream()
                        .filter(alert -> which.closedToo() || !alert.isClosed())
                        .toList();
        List<RaisedAlert> groups =
                asked.stream()
                        .filter(alert -> !alert.isExposure())
                        .sorted(
                                Comparator.comparing(
                                                (RaisedAlert one) -> one.latest().getSeverity())
                                        .thenComparing(one -> one.latest().getRaisedMillis())
                                        .reversed()
                                        .thenComparing(RaisedAlert::id))
                        .toList();
        ExposureQueue queue =
                ExposureQueue.of(
                        asked.stream().filter(RaisedAlert::isExposure).toList(),
                        new SecureRandom());
        AlertCommand.warn(terminal, history);
        if (json) {
            write(groups, queue);
        } else {
            say(groups, queue, history);
        }
        return ExitCode.CLEAN;
    }

    private long sinceMillis() {
        if (since.isEmpty()) {
            return Long.MIN_VALUE;
        }
        Instant now = terminal.clock().instant();
        return DurationText.parse(since.get())
                .map(duration -> now.minus(duration).toEpochMilli())
                .orElseGet(() -> dayMillis(since.get()));
    }

    private static long dayMillis(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        } catch (DateTimeParseException _unfit) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--since is a duration such as 24h or 7d, or a day such as 2026-11-26");
        }
    }

    private void say(List<RaisedAlert> groups, ExposureQueue queue, AlertHistory history) {
        groups.forEach(alert -> terminal.say(line(alert)));
        if (groups.isEmpty()) {
            terminal.say(which.closedToo() ? "No alerts." : "No open alerts.");
        }
        if (queue.matching() > 0) {
            terminal.say("");
            terminal.say(
                    terminal.bold(
                            "Exposures: %d, the worst %d"
                                    .formatted(queue.matching(), queue.worst().size())));
            queue.worst().forEach(alert -> terminal.say(line(alert)));
            if (!queue.sample().isEmpty()) {
                terminal.say(
                        terminal.bold(
                                "%d others, taken at random".formatted(queue.sample().size())));
                queue.sample().forEach(alert -> terminal.say(line(alert)));
            }
            terminal.say(
                    "%d are not shown here. Nobody has looked at %d of the %d."
                            .formatted(queue.notShown(), queue.notLookedAt(), queue.matching()));
        }
        history.oldestMillis()
                .ifPresent(oldest ->
                        terminal.say(
                                terminal.faint(
                                        "%d groups and exposures since %s were looked at; countersign alert show ID has one whole."
                                                .formatted(
                                                        history.alerts().size(),
                                                        AlertCommand.day(oldest)))));
    }

    private String line(RaisedAlert alert) {
        Alert latest = alert.latest();
        String severity = "%-13s".formatted(latest.getSeverity());
        String coloured =
                switch (latest.getSeverity()) {
                    case CRITICAL, HIGH -> terminal.red(severity);
                    case MEDIUM -> terminal.yellow(severity);
                    case LOW, INFORMATIONAL, UNRECOGNISED -> severity;
                };
        return "%s %s %-28s %4s  %s  %s"
                .formatted(
                        TerminalText.line(alert.id()),
                        coloured,
                        TerminalText.line(latest.getAlertClass()),
                        AlertCommand.age(terminal.clock().millis() - latest.getRaisedMillis()),
                        AlertCommand.state(alert),
                        TerminalText.line(latest.getSentence()));
    }

    private void write(List<RaisedAlert> groups, ExposureQueue queue) throws IOException {
        try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            array(out, "alerts", groups);
            out.writeObjectFieldStart("exposures");
            array(out, "worst", queue.worst());
            array(out, "sample", queue.sample());
            out.writeNumberField("matching", queue.matching());
            out.writeNumberField("notShown", queue.notShown());
            out.writeNumberField("notLookedAt", queue.notLookedAt());
            out.writeEndObject();
            out.writeEndObject();
        }
        terminal.out().println();
    }

    private static void array(JsonGenerator out, String name, List<RaisedAlert> alerts)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (RaisedAlert alert : alerts) {
            out.writeStartObject();
            AlertJson.summary(out, alert);
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
