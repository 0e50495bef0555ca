package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.reconcile.Reconciler;
import io.countersign.app.reconcile.Statement;
import io.countersign.app.role.Deployment;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReconcileDifference;
import io.countersign.schemas.ReconciledAlerts;
import io.countersign.schemas.ReconciledChain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign sink reconcile`.
@CommandLine.Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Holds what a sink's receiver acknowledged against what the log says: for each chain so many entries,",
            "so many not selected, acknowledged, dead-lettered and on their way, with the numbers of those that",
            "are not there. Without --chain all of the entry topic is counted, and nothing is written; with it",
            "the statement goes on where the last one ended, and becomes an entry of the log, as it does once a",
            "day by itself. Exit code 1 where something will not arrive by itself."
        },
        footer = {
            "",
            "Examples:",
            "  countersign sink reconcile --config countersign.yaml",
            "  countersign sink reconcile splunk --chain --config countersign.yaml",
            "  countersign sink reconcile splunk --json"
        })
final class SinkReconcileCommand implements Command {
    private static final int SHOWN = 20;

    @CommandLine.Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "sinks; all where none is named")
    private List<String> names = List.of();

    @CommandLine.Option(
            names = "--chain",
            description = "since the last statement, and have this one chained")
    private boolean chain;

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    SinkReconcileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Line(Statement statement, List<EntryRef> entries) {}

    @Override
    public ExitCode run() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (AlertSite open = chain ? site.running() : site.readable(terminal)) {
            Deployment deployment = open.deployment();
            for (SinkCommand.Named one : SinkCommand.named(deployment.configuration(), names)) {
                Reconciler reconciler =
                        new Reconciler(
                                deployment,
                                one.name(),
                                one.sink().type(),
                                one.connector(),
                                terminal.clock());
                lines.add(
                        chain
                                ? chained(reconciler)
                                : new Line(reconciler.whole(terminal::progress), List.of()));
            }
        }
        if (json) {
            SinkCommand.json(terminal, "sinks", lines, SinkReconcileCommand::write);
        } else {
            lines.forEach(this::say);
        }
        return lines.stream().anyMatch(line -> line.statement().lost() > 0)
                ? ExitCode.FOUND
                : ExitCode.CLEAN;
    }

    private Line chained(Reconciler reconciler) throws IOException {
        Optional<Reconciler.Chained> done = reconciler.chain(terminal::progress);
        return done.map(made -> new Line(made.statement(), made.entries()))
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.FAILED,
                                "The statement was not chained within 30 seconds: does the audit topology run?"));
    }

    private void say(Line line) {
        Statement statement = line.statement();
        terminal.say(terminal.bold(statement.sink()) + "  " + statement.type());
        for (ReconciledChain one : statement.chains()) {
            terminal.say(
                    "  %s %d to %d%s"
                            .formatted(
                                    TerminalText.line(one.getChain()),
                                    one.getFromSeq(),
                                    one.getToSeq(),
                                    leaves(one)));
            terminal.say(
                    "    log %d: not selected %d, acknowledged %d, dead-lettered %d, on their way %d, not on the topic %d"
                            .formatted(
                                    one.getToSeq() - one.getFromSeq(),
                                    one.getNotSelected(),
                                    one.getAcknowledged(),
                                    one.getDeadLettered(),
                                    one.getPending(),
                                    one.getNotOnTopic()));
            one.getDifferences().stream()
                    .limit(SHOWN)
                    .forEach(difference ->
                            terminal.say(
                                    terminal.yellow(
                                            "    %s#%d  %s"
                                                    .formatted(
                                                            TerminalText.line(one.getChain()),
                                                            difference.getSeq(),
                                                            difference.getCode()))));
            if (one.getDifferences().size() > SHOWN) {
                terminal.say(
                        "    and %d more: --json has them"
                                .formatted(one.getDifferences().size() - SHOWN));
            }
        }
        for (ReconciledAlerts one : statement.alerts()) {
            terminal.say(
                    "  alerts of partition %d: not selected %d, acknowledged %d, dead-lettered %d, on their way %d"
                            .formatted(
                                    one.getPartition(),
                                    one.getNotSelected(),
                                    one.getAcknowledged(),
                                    one.getDeadLettered(),
                                    one.getPending()));
        }
        doubts(statement);
        terminal.say(
                statement.lost() > 0
                        ? terminal.red("  " + statement.lost() + " will not arrive by themselves")
                        : terminal.green("  nothing is missing")
                                + (statement.differences() > 0
                                        ? ", " + statement.differences() + " are on their way"
                                        : ""));
        line.entries()
                .forEach(entry ->
                        terminal.say(
                                "  chained as "
                                        + TerminalText.line(entry.getChain())
                                        + ":"
                                        + entry.getSeq()));
    }

    /// What the counts rest on, where that is not beyond doubt.
    private void doubts(Statement statement) {
        if (statement.settledBySeveralRuns()) {
            terminal.say(
                    "  the sink was started again within this: that nobody set its offsets meanwhile is not known");
        }
        if (statement.settledByAnotherSelection()) {
            terminal.say(
                    terminal.yellow(
                            "  the running sink selects otherwise than the configuration that was asked here"));
        }
        if (statement.foreign() > 0) {
            terminal.say(
                    terminal.yellow(
                            "  %d records of the topics are neither entry nor alert: who may write there?"
                                    .formatted(statement.foreign())));
        }
    }

    private static String leaves(ReconciledChain one) {
        return one.getFromLeaf().isPresent()
                ? ", leaves %d to %d"
                        .formatted(one.getFromLeaf().get(), one.getToLeaf().orElseThrow())
                : ", not all sealed yet";
    }

    private static void write(JsonGenerator out, Line line) throws IOException {
        out.writeStringField("name", line.statement().sink());
        out.writeStringField("type", line.statement().type());
        out.writeNumberField("lost", line.statement().lost());
        out.writeBooleanField("severalRuns", line.statement().settledBySeveralRuns());
        out.writeBooleanField("anotherSelection", line.statement().settledByAnotherSelection());
        out.writeNumberField("foreign", line.statement().foreign());
        out.writeArrayFieldStart("chains");
        for (ReconciledChain one : line.statement().chains()) {
            out.writeStartObject();
            out.writeStringField("chain", one.getChain());
            out.writeNumberField("fromSeq", one.getFromSeq());
            out.writeNumberField("toSeq", one.getToSeq());
            if (one.getFromLeaf().isPresent()) {
                out.writeNumberField("fromLeaf", one.getFromLeaf().get());
                out.writeNumberField("toLeaf", one.getToLeaf().orElseThrow());
            }
            out.writeNumberField("notSelected", one.getNotSelected());
            out.writeNumberField("acknowledged", one.getAcknowledged());
            out.writeNumberField("deadLettered", one.getDeadLettered());
            out.writeNumberField("pending", one.getPending());
            out.writeNumberField("notOnTopic", one.getNotOnTopic());
            out.writeArrayFieldStart("differences");
            for (ReconcileDifference difference : one.getDifferences()) {
                out.writeStartObject();
                out.writeNumberField("seq", difference.getSeq());
                out.writeStringField("code", difference.getCode());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("alerts");
        for (ReconciledAlerts one : line.statement().alerts()) {
            out.writeStartObject();
            out.writeNumberField("partition", one.getPartition());
            out.writeNumberField("notSelected", one.getNotSelected());
            out.writeNumberField("acknowledged", one.getAcknowledged());
            out.writeNumberField("deadLettered", one.getDeadLettered());
            out.writeNumberField("pending", one.getPending());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("entries");
        for (EntryRef entry : line.entries()) {
            out.writeString(entry.getChain() + ":" + entry.getSeq());
        }
        out.writeEndArray();
    }
}
