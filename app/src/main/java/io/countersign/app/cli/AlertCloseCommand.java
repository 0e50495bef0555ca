package io.countersign.app.cli;

import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.role.ReviewLog;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.Alert;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.RuleHit;
import java.io.IOException;
import picocli.CommandLine;

/// `countersign alert close`: what somebody found an alert to be, in the log.
@CommandLine.Command(
        name = "close",
        mixinStandardHelpOptions = true,
        description = {
            "Closes an alert: what you found it to be is chained, with the name of your login.",
            "The group stays quiet from then on, until its severity steps up, and the precision of its rules",
            "counts it. There is no place for a note: the log holds codes only, since it can never be",
            "cleaned. Keep what you wrote where your cases are kept, with the entry that is printed."
        },
        footer = {
            "",
            "Examples:",
            "  countersign alert close 46d4cab4465e5350d1b1c8ba0fb02380 --as true",
            "  countersign alert close 46d4ca --as authorised --reason RESEARCH_PROTOCOL --config countersign.yaml"
        })
final class AlertCloseCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "ID",
            description = "as the list and the alert have it, or its first 6 characters or more")
    private String id = "";

    @CommandLine.Option(
            names = "--as",
            required = true,
            paramLabel = "WHAT",
            completionCandidates = ClosedAs.Words.class,
            description = {
                "true: it was as the alert says; false: it was not; authorised: it was, and was allowed;",
                "personal: private use without hospital data; test: a trial of ours"
            })
    private String as = "";

    @CommandLine.Option(
            names = "--reason",
            paramLabel = "CODE",
            description =
                    "why, as a code of A-Z, 0-9 and _, such as CONFIRMED_WITH_PERSON; it goes into the log")
    private String reason = "";

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    AlertCloseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        AlertCommand.requireId(id);
        ClosedAs verdict =
                ClosedAs.of(as)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "--as is true, false, authorised, personal or test"));
        String person = System.getProperty("user.name", "");
        if (!reason.isEmpty() && !EntryGrammar.code(reason)) {
            throw new CommandFailure(ExitCode.USAGE, "--reason is 1 to 64 of A-Z 0-9 _");
        }
        if (!EntryGrammar.user(person)) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The operating system gives no name for your login");
        }
        try (AlertSite open = site.running()) {
            AlertHistory history =
                    AlertHistory.read(
                            open.deployment(), AlertHistory.beginning(id), terminal::progress);
            AlertCommand.warn(terminal, history);
            RaisedAlert alert = AlertCommand.named(history, id);
            if (alert.isClosed()) {
                throw new CommandFailure(
                        ExitCode.REJECTED,
                        "%s is %s"
                                .formatted(
                                        alert.id(),
                                        AlertCommand.closed(AlertCommand.closing(alert))));
            }
            terminal.progress("waiting until the review is chained");
            Alert latest = alert.latest();
            EntryRef entry =
                    ReviewLog.chain(
                                    open.deployment(),
                                    ChainId.parse(latest.getCause().getChain()),
                                    new ReviewEntry(
                                            alert.id(),
                                            latest.getRules().stream()
                                                    .map(RuleHit::getRule)
                                                    .toList(),
                                            latest.getAboutKind(),
                                            latest.getAbout(),
                                            verdict.verdict(),
                                            person,
                                            reason,
                                            alert.raisedMillis(),
                                            null),
                                    terminal.clock().instant())
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.FAILED,
                                            "Not seen in the log within 30 seconds. The audit topology may be behind or stopped: look with countersign alert show "
                                                    + alert.id()
                                                    + " before you close it again"));
            terminal.say(
                    "Closed as %s by %s; chained as %s:%d"
                            .formatted(
                                    as,
                                    TerminalText.line(person),
                                    entry.getChain(),
                                    entry.getSeq()));
        }
        return ExitCode.CLEAN;
    }
}
