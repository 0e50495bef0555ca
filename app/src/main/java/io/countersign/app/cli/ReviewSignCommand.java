package io.countersign.app.cli;

import io.countersign.app.keys.ApproverKey;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.review.ReviewedLog;
import io.countersign.app.role.Approvers;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.ReviewLog;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.chain.ReviewGrammar;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.review.ReviewScope;
import io.countersign.audit.review.ReviewStatement;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReviewEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/// `countersign review sign`: who examined a part of the log, and what came of it.
@CommandLine.Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        description = {
            "Signs that you have examined what was taken, with the outcome, and has it chained. The key is the one that",
            "was enrolled for you in the directory of people (countersign keys approver). The log takes codes and no",
            "text: what is to be told goes into a case."
        },
        footer = {
            "",
            "Examples:",
            "  countersign review sign week.txt --key e1001.pem --outcome NOTHING_FOUND --config countersign.yaml",
            "  countersign review sign week.txt --key e1001.pem --outcome INCIDENT --found PHI_DISCLOSED --next OPEN_CASE --case 2026-014 --config countersign.yaml"
        })
final class ReviewSignCommand implements Command {
    private static final int MAX_BYTES = 16 * 1024;

    @CommandLine.Parameters(paramLabel = "FILE", description = "what countersign review take wrote")
    private Path file = Path.of("");

    @CommandLine.Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "your own key")
    private Path key = Path.of("");

    @CommandLine.Option(
            names = "--outcome",
            required = true,
            paramLabel = "CODE",
            description = "NOTHING_FOUND, FOLLOW_UP or INCIDENT")
    private String outcome = "";

    @CommandLine.Option(
            names = "--found",
            paramLabel = "CODE",
            description = "what was found, such as UNSANCTIONED_SERVICE; may be repeated")
    private List<String> found = List.of();

    @CommandLine.Option(
            names = "--next",
            paramLabel = "CODE",
            defaultValue = "",
            description = "what comes next, such as OPEN_CASE")
    private String next = "";

    @CommandLine.Option(
            names = "--case",
            paramLabel = "CASE",
            defaultValue = "",
            description = "the case that goes on with it")
    private String caseId = "";

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    ReviewSignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        requireForm();
        if (Files.size(file) > MAX_BYTES) {
            throw new CommandFailure(ExitCode.REJECTED, "This is no part of a log");
        }
        ReviewScope scope = ReviewScope.parse(Files.readString(file));
        try (AlertSite open = site.running();
                SealedLog log = new SealedLog(open.deployment().configuration())) {
            Deployment deployment = open.deployment();
            if (!new ReviewedLog(log.logs()).holds(scope)) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "Refused: the file is not of this log as it is. Take the part again: countersign review take");
            }
            Ed25519NoteSigner signer = new ApproverKey(key).open(terminal.approverKeyPassword());
            if (!Approvers.enrolled(deployment).contains(signer.verifierKey())) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "Refused: this key is not enrolled in the directory of people (approvers of its rules)");
            }
            ReviewEntry review =
                    new ReviewStatement(
                                    scope,
                                    outcome,
                                    found,
                                    next,
                                    caseId,
                                    ChainedAccess.drawId(),
                                    signer.verifierKey().name(),
                                    terminal.clock().instant())
                            .signedBy(signer);
            EntryRef entry =
                    ReviewLog.examined(deployment, review, terminal.clock().instant())
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.FAILED,
                                            "The log did not take it within 30 seconds: look at countersign review list before you sign again"));
            terminal.say(
                    "Signed by %s and chained: entry %s:%d"
                            .formatted(
                                    TerminalText.line(review.getPerson()),
                                    entry.getChain(),
                                    entry.getSeq()));
            return ExitCode.CLEAN;
        }
    }

    private void requireForm() {
        boolean finding = !outcome.equals(ReviewGrammar.NOTHING_FOUND);
        if (!ReviewGrammar.outcome(outcome)
                || finding == found.isEmpty()
                || found.size() > ReviewStatement.MAX_FOUND
                || !found.stream().allMatch(EntryGrammar::code)
                || !(next.isEmpty() || EntryGrammar.code(next))
                || !(caseId.isEmpty() || CaseGrammar.caseId(caseId))) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--outcome is NOTHING_FOUND, or FOLLOW_UP or INCIDENT with what was --found; codes are of A-Z, 0-9 and _");
        }
    }
}
