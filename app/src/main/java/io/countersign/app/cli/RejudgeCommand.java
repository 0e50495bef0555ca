package io.countersign.app.cli;

import io.countersign.app.config.DurationText;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Pace;
import io.countersign.app.role.Policies;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.forensics.cases.Clocks;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine;

/// `countersign rejudge`: what the sealed log holds, judged by what is known today.
@CommandLine.Command(
        name = "rejudge",
        mixinStandardHelpOptions = true,
        description = {
            "Judges again what the sealed logs hold: by the policy in force from the entries alone (--policy), or by",
            "the detectors of this release from the sealed evidence (--detectors). Says what changes sides and which",
            "clock starts, and writes nothing. With --yes what is judged otherwise gets an amendment beside it in its",
            "chain; the old verdict stays. Running it again writes nothing a second time."
        },
        footer = {
            "",
            "--detectors opens evidence, under keys of this machine: an access entry with your name, purpose and how",
            "many records is chained first, or nothing is opened. No text is shown or kept.",
            "Ctrl-C ends it between two batches; the next run writes what is missing.",
            "",
            "Exit code 1: something becomes a VIOLATION.",
            "",
            "Examples:",
            "  countersign rejudge --since 2026-01-01 --policy --config countersign.yaml",
            "  countersign rejudge --since 90d --policy --yes --config countersign.yaml",
            "  countersign rejudge --since 90d --detectors --purpose NEW_DETECTORS --config countersign.yaml"
        })
final class RejudgeCommand implements Command {
    /// For a person to type again.
    static final String POLICY = "countersign rejudge --policy";

    static final String DETECTORS = "countersign rejudge --detectors";

    @CommandLine.Option(
            names = "--since",
            required = true,
            paramLabel = "TIME",
            description =
                    "what was sealed since then: a day, a time such as 2026-11-26T09:00:00Z, or how long ago, such as 90d")
    private String since = "";

    @CommandLine.ArgGroup(exclusive = true, multiplicity = "1")
    private What what = new What();

    /// What has changed.
    static final class What {
        @CommandLine.Option(
                names = "--policy",
                required = true,
                description = "by the policy in force, from the entries alone")
        private boolean policy;

        @CommandLine.Option(
                names = "--detectors",
                required = true,
                description = "by the detectors of this release, from the sealed evidence")
        private boolean detectors;

        boolean isOfEntriesAlone() {
            return policy && !detectors;
        }
    }

    @CommandLine.Option(names = "--yes", description = "has the amendments chained")
    private boolean yes;

    @CommandLine.Option(
            names = "--per-second",
            paramLabel = "N",
            defaultValue = "200",
            description = "amendments a second, at most (default: ${DEFAULT-VALUE})")
    private int perSecond = 200;

    @CommandLine.Option(
            names = "--purpose",
            paramLabel = "CODE",
            defaultValue = "RESCAN",
            description =
                    "why evidence is opened, as a code of A-Z, 0-9 and _ (default: ${DEFAULT-VALUE})")
    private String purpose = "RESCAN";

    @CommandLine.Mixin private Asker asker = new Asker();

    @CommandLine.Mixin private CaseDays days = new CaseDays();

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    RejudgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        if (perSecond < 1 || perSecond > Pace.MAX_PER_SECOND) {
            throw new CommandFailure(ExitCode.USAGE, "--per-second is 1 to " + Pace.MAX_PER_SECOND);
        }
        Instant from = since();
        Applicant who =
                asker.applicant(
                        purpose,
                        what.isOfEntriesAlone()
                                ? List.of(purpose)
                                : site.configuration().access().withoutReason(),
                        terminal);
        try (AlertSite open = site.running();
                SealedLog log = new SealedLog(open.deployment().configuration())) {
            Deployment deployment = open.deployment();
            if (!(Policies.current(deployment)
                    instanceof Policies.Current.Published(PolicyDocument policy, String sha256))) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "No policy that counts is on the policy topic: publish one first (countersign policy publish)");
            }
            terminal.say(
                    "By %s, sha256 %s".formatted(TerminalText.line(policy.getVersion()), sha256));
            if (what.isOfEntriesAlone()) {
                PolicyReevaluation again =
                        PolicyReevaluation.ofSealed(
                                deployment, terminal, policy, sha256, from, log.logs());
                again.say();
                clock(again.exitCode());
                if (send(again.isEmpty())) {
                    again.write(true, perSecond);
                }
                return again.exitCode();
            }
            EvidenceRescan again = new EvidenceRescan(deployment, terminal, policy, sha256, from);
            ProposedAmendments proposed = again.of(log.logs(), who);
            clock(proposed.exitCode());
            if (send(proposed.isEmpty())) {
                again.write(proposed, perSecond);
            }
            return proposed.exitCode();
        }
    }

    private Instant since() {
        Instant now = terminal.clock().instant();
        return PartOfLog.time(since)
                .or(() ->
                        DurationText.parse(since)
                                .filter(one -> one.compareTo(Duration.ZERO) > 0)
                                .map(now::minus))
                .filter(one -> one.isBefore(now))
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                "--since is a day such as 2026-11-01, a time such as 2026-11-01T08:00:00Z, or how long ago, such as 90d"));
    }

    /// Whoever reads the summary knows of it.
    private void clock(ExitCode exitCode) {
        if (exitCode == ExitCode.FOUND) {
            LocalDate today = LocalDate.ofInstant(terminal.clock().instant(), days.zone());
            terminal.say(
                    terminal.red(
                            "Whoever reads this knows of it from %s on (45 CFR 164.404(a)(2)): if it is a breach, those affected are told by %s at the latest. countersign case new begins the case."
                                    .formatted(today, Clocks.individualsBy(today))));
        }
    }

    private boolean send(boolean nothing) {
        if (!yes) {
            terminal.say(
                    nothing
                            ? "Nothing is to be written."
                            : "Nothing was written: the same command with --yes has the amendments chained.");
        }
        return yes;
    }
}
