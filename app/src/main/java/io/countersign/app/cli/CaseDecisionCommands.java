package io.countersign.app.cli;

import io.countersign.app.cases.CaseRefusedException;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.retention.RequestFile;
import io.countersign.app.role.Approvers;
import io.countersign.audit.approval.Act;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.Outcome;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;

/// How a case is decided: somebody proposes an outcome with its reasons, two persons sign exactly
/// that, and the log has their signatures.
final class CaseDecisionCommands {
    private CaseDecisionCommands() {}

    /// `countersign case propose`.
    @CommandLine.Command(
            name = "propose",
            mixinStandardHelpOptions = true,
            description = {
                "Proposes what the case is, asks for the reasons, and writes the request that two persons sign",
                "with countersign retention approve. OUTCOME is one of NOT_A_DISCLOSURE, EXCEPTION,",
                "LOW_PROBABILITY (a text for each of the four factors of 45 CFR 164.402) and BREACH."
            },
            footer = {
                "",
                "Examples:",
                "  countersign case propose 2026-014 BREACH --request decide.txt",
                "  countersign case propose 2026-014 EXCEPTION --exception GOOD_FAITH_ACCESS --request decide.txt"
            })
    static final class Propose implements Command {
        private static final List<String> FACTORS =
                List.of(
                        "1 of 4: nature and extent of the PHI, and how likely it identifies persons",
                        "2 of 4: who used it or received it",
                        "3 of 4: whether it was actually acquired or viewed",
                        "4 of 4: how far the risk is mitigated");

        private static final List<String> EXCEPTIONS =
                List.of("GOOD_FAITH_ACCESS", "INADVERTENT_DISCLOSURE", "NOT_RETAINED");

        @CommandLine.Parameters(index = "1", paramLabel = "OUTCOME", description = "what it is")
        private Outcome outcome = Outcome.BREACH;

        @CommandLine.Option(
                names = "--request",
                required = true,
                paramLabel = "FILE",
                description = "writes what two persons sign; it holds for seven days")
        private Path request = Path.of("");

        @CommandLine.Option(
                names = "--exception",
                paramLabel = "CODE",
                description =
                        "with EXCEPTION: GOOD_FAITH_ACCESS, INADVERTENT_DISCLOSURE or NOT_RETAINED")
        private Optional<String> exception = Optional.empty();

        @CommandLine.Mixin private CaseSite site = new CaseSite();
        @CommandLine.Mixin private CaseCommand.Text text = new CaseCommand.Text();
        private final Terminal terminal;

        Propose(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Map<String, String> details = details();
            String reasons = text.read("Reasons", terminal);
            try (CaseSite.Open open = site.open(terminal)) {
                open.add(
                        new CaseStep(
                                open.steps().size(),
                                CaseGrammar.PROPOSAL,
                                site.who(),
                                terminal.clock().instant(),
                                reasons,
                                List.of(),
                                Optional.empty(),
                                Optional.of(outcome),
                                details));
                ApprovalRequest asked =
                        RequestFile.make(
                                open.origin(),
                                Act.DECIDE_CASE,
                                site.id(),
                                open.desk().factsOfProposal(),
                                terminal.clock().instant(),
                                ApprovalRequest.MAX_VALIDITY);
                RequestFile.write(request, asked);
                terminal.say(
                        "written to "
                                + TerminalText.line(request.toString())
                                + "; two persons read countersign case status "
                                + site.id()
                                + " and run: countersign retention approve "
                                + TerminalText.line(request.toString())
                                + " --key THEIR-KEY");
            } catch (CaseRefusedException why) {
                throw CaseSite.Open.refused(why);
            }
            return ExitCode.CLEAN;
        }

        private Map<String, String> details() throws IOException {
            Map<String, String> details = new TreeMap<>();
            if ((outcome == Outcome.EXCEPTION) != exception.isPresent()
                    || !exception.stream().allMatch(EXCEPTIONS::contains)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--exception goes with EXCEPTION, and is one of "
                                + String.join(", ", EXCEPTIONS));
            }
            exception.ifPresent(code -> details.put("exception", code));
            if (outcome == Outcome.LOW_PROBABILITY) {
                for (int i = 0; i < FACTORS.size(); i++) {
                    details.put("factor." + (i + 1), terminal.ask("Factor " + FACTORS.get(i)));
                }
            }
            return details;
        }
    }

    /// `countersign case decide`.
    @CommandLine.Command(
            name = "decide",
            mixinStandardHelpOptions = true,
            description = {
                "Decides the case as it was proposed, by the request with two persons' signatures. A change is",
                "another proposal and another decision; the one before stays in the log."
            },
            footer = {"", "Example:", "  countersign case decide 2026-014 --approved decide.txt"})
    static final class Decide implements Command {
        @CommandLine.Option(
                names = "--approved",
                required = true,
                paramLabel = "FILE",
                description =
                        "the request that countersign case propose wrote, with two signatures")
        private Path approved = Path.of("");

        @CommandLine.Mixin private CaseSite site = new CaseSite();
        private final Terminal terminal;

        Decide(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, MalformedNoteException {
            try (CaseSite.Open open = site.open(terminal)) {
                ApprovalPart approval =
                        RequestFile.approved(
                                approved,
                                open.origin(),
                                Act.DECIDE_CASE,
                                site.id(),
                                open.desk().factsOfProposal(),
                                Approvers.enrolled(open.deployment()),
                                terminal.clock().instant());
                EntryRef entry = open.desk().decide(site.who(), approval);
                terminal.say(
                        site.id()
                                + " is decided; decision entry "
                                + entry.getChain()
                                + ":"
                                + entry.getSeq());
            } catch (CaseRefusedException why) {
                throw CaseSite.Open.refused(why);
            } catch (RefusedException why) {
                throw new CommandFailure(
                        ExitCode.FAILED, TerminalText.line(String.valueOf(why.getMessage())));
            }
            return ExitCode.CLEAN;
        }
    }
}
