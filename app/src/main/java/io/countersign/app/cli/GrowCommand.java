package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.recovery.PartitionGrowth;
import io.countersign.app.recovery.RecoveryRefusedException;
import io.countersign.ledger.LedgerIncident;
import io.countersign.topology.chain.ChainIncident;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign grow`.
@CommandLine.Command(
        name = "grow",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a deployment more partitions, and so more chains. There is no way back to fewer.",
            "Ledger and topologies must be stopped; sources may go on. First shows the plan. Nothing is changed",
            "until the plan's id is typed, or given with --confirm. Then set partitions: in the configuration of each",
            "role, and start them: each chain is tallied and closed, and its next generation begins at the same offsets,",
            "in the log. The memory of the alerts keeps the number of partitions that it has."
        },
        footer = {
            "",
            "Examples:",
            "  countersign grow --config countersign.yaml --partitions 48",
            "  countersign grow --config countersign.yaml --partitions 48 --json",
            "  countersign grow --config countersign.yaml --partitions 48 --confirm 3f9a02c4d1e7"
        })
final class GrowCommand implements Command {
    @CommandLine.Mixin private SiteOption site = new SiteOption();

    @CommandLine.Option(
            names = "--partitions",
            required = true,
            paramLabel = "N",
            description = "how many there shall be, more than now and at most 256")
    private int partitions;

    @CommandLine.Option(
            names = "--confirm",
            paramLabel = "PLAN",
            description = "do the plan with this id, and ask nothing")
    private Optional<String> confirm = Optional.empty();

    @CommandLine.Option(names = "--json", description = "one JSON object; never asks")
    private boolean json;

    private final Terminal terminal;

    GrowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        try (StoppedDeployment stopped = StoppedDeployment.open(site.configuration(), terminal);
                PartitionGrowth growth =
                        PartitionGrowth.open(stopped.deployment(), terminal.clock())) {
            return on(growth);
        } catch (LedgerIncident | ChainIncident e) {
            throw StoppedDeployment.incident(e);
        } catch (RecoveryRefusedException e) {
            throw StoppedDeployment.refused(e);
        }
    }

    private ExitCode on(PartitionGrowth growth) throws IOException, LedgerIncident {
        PartitionGrowth.Plan plan = growth.plan(partitions);
        if (confirm.isPresent() && !confirm.get().equals(plan.id())) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "The plan is another one now, "
                            + plan.id()
                            + ": look at it first, with countersign grow and no --confirm");
        }
        if (!json) {
            show(plan);
        }
        if (confirm.isEmpty() && (json || !terminal.typed(plan.id(), "grow"))) {
            terminal.say(json ? asJson(plan, false) : "Nothing was changed.");
            return ExitCode.FOUND;
        }
        growth.grow(plan);
        terminal.say(
                json
                        ? asJson(plan, true)
                        : "Done. Set partitions: %d in the configuration of each role, then start them."
                                .formatted(plan.partitions()));
        return ExitCode.CLEAN;
    }

    private void show(PartitionGrowth.Plan plan) {
        terminal.say("Plan " + terminal.bold(plan.id()));
        terminal.say(
                "%d chains end and go on in their next generation, and %d more begin. There is no way back."
                        .formatted(plan.chains(), plan.partitions() - plan.chains()));
        for (PartitionGrowth.Growing topic : plan.topics()) {
            terminal.say(
                    "  %s: %d to %d partitions"
                            .formatted(TerminalText.line(topic.topic()), topic.from(), topic.to()));
        }
    }

    private static String asJson(PartitionGrowth.Plan plan, boolean done) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("plan", plan.id());
            out.writeBooleanField("done", done);
            out.writeNumberField("chains", plan.chains());
            out.writeNumberField("partitions", plan.partitions());
            out.writeArrayFieldStart("topics");
            for (PartitionGrowth.Growing topic : plan.topics()) {
                out.writeStartObject();
                out.writeStringField("topic", topic.topic());
                out.writeNumberField("from", topic.from());
                out.writeNumberField("to", topic.to());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }
}
