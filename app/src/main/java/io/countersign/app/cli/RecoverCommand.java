package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.recovery.ChainRecovery;
import io.countersign.app.recovery.RecoveryRefusedException;
import io.countersign.ledger.DamagedChain;
import io.countersign.ledger.LedgerIncident;
import io.countersign.ledger.Progress;
import io.countersign.schemas.InputStart;
import io.countersign.topology.chain.ChainIncident;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign recover`.
@CommandLine.Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Ends chains of entries that cannot go on, so that their next generation begins.",
            "Ledger and topologies must be stopped. First shows the plan: which chains, by which incident, and",
            "behind which sealed entry each would end. Nothing is changed until the plan's id is typed, or given",
            "with --close. Then the log gets an incident and a close for each chain, and what the topic holds",
            "behind the sealed entry is never sealed; the records that it was about are read and judged again."
        },
        footer = {
            "",
            "Examples:",
            "  countersign recover --config countersign.yaml",
            "  countersign recover --config countersign.yaml --json",
            "  countersign recover --config countersign.yaml --close 3f9a02c4d1e7"
        })
final class RecoverCommand implements Command {
    @CommandLine.Mixin private SiteOption site = new SiteOption();

    @CommandLine.Option(
            names = "--close",
            paramLabel = "PLAN",
            description = "close the chains of the plan with this id, and ask nothing")
    private Optional<String> close = Optional.empty();

    @CommandLine.Option(names = "--json", description = "one JSON object; never asks")
    private boolean json;

    private final Terminal terminal;

    RecoverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        try (StoppedDeployment stopped = StoppedDeployment.open(site.configuration(), terminal);
                ChainRecovery recovery =
                        ChainRecovery.open(stopped.deployment(), terminal.clock())) {
            ChainRecovery.Plan plan = recovery.plan();
            if (plan.chains().isEmpty()) {
                throw new CommandFailure(
                        ExitCode.REJECTED,
                        "Nothing to recover: each chain goes on where it is sealed, and the topology's state fits");
            }
            if (close.isPresent() && !close.get().equals(plan.id())) {
                throw new CommandFailure(
                        ExitCode.REJECTED,
                        "The plan is another one now, "
                                + plan.id()
                                + ": look at it first, with countersign recover and no --close");
            }
            if (!json) {
                show(plan);
            }
            if (close.isEmpty() && (json || !terminal.typed(plan.id(), "close"))) {
                if (json) {
                    terminal.say(asJson(plan, Optional.empty()));
                } else {
                    terminal.say("Nothing was changed.");
                }
                return ExitCode.FOUND;
            }
            Progress sealed = recovery.close(plan);
            terminal.say(
                    json
                            ? asJson(plan, Optional.of(sealed))
                            : "Closed and sealed: the log has %d entries. Start the ledger and the topologies."
                                    .formatted(sealed.size().value()));
            return ExitCode.CLEAN;
        } catch (LedgerIncident | ChainIncident e) {
            throw StoppedDeployment.incident(e);
        } catch (RecoveryRefusedException e) {
            throw StoppedDeployment.refused(e);
        }
    }

    private void show(ChainRecovery.Plan plan) {
        terminal.say("Plan " + terminal.bold(plan.id()));
        for (DamagedChain chain : plan.chains()) {
            terminal.say("");
            terminal.say(
                    terminal.red(chain.code()) + "  " + TerminalText.line(chain.head().getChain()));
            terminal.say("  " + TerminalText.line(chain.where()));
            terminal.say(
                    "  ends behind entry %d, the last one that is sealed, %s"
                            .formatted(chain.head().getSeq(), hash(chain)));
            for (InputStart input : chain.handedOver()) {
                terminal.say(
                        "  %s/%d is read again from offset %d"
                                .formatted(
                                        TerminalText.line(input.getTopic()),
                                        input.getPartition(),
                                        input.getOffset()));
            }
            if (chain.begunAt().isPresent()) {
                terminal.say(
                        "  a recovery that was cut off wrote its end at offset "
                                + chain.begunAt().getAsLong()
                                + ": it is sealed now");
            }
        }
        terminal.say("");
    }

    private static String hash(DamagedChain chain) {
        return HexFormat.of().formatHex(chain.head().getLeafHash().bytes());
    }

    private static String asJson(ChainRecovery.Plan plan, Optional<Progress> sealed)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("plan", plan.id());
            out.writeBooleanField("closed", sealed.isPresent());
            if (sealed.isPresent()) {
                out.writeNumberField("log_entries", sealed.get().size().value());
            }
            out.writeArrayFieldStart("chains");
            for (DamagedChain chain : plan.chains()) {
                out.writeStartObject();
                out.writeStringField("chain", chain.head().getChain());
                out.writeNumberField("seq", chain.head().getSeq());
                out.writeStringField("leaf_hash", hash(chain));
                out.writeStringField("incident", chain.code());
                out.writeStringField("where", chain.where());
                out.writeArrayFieldStart("inputs");
                for (InputStart input : chain.handedOver()) {
                    out.writeStartObject();
                    out.writeStringField("topic", input.getTopic());
                    out.writeNumberField("partition", input.getPartition());
                    out.writeNumberField("from_offset", input.getOffset());
                    out.writeEndObject();
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.toString();
    }
}
