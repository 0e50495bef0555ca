package io.countersign.app.cli;

import io.countersign.app.config.DurationText;
import io.countersign.app.role.Policies;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine;

/// `countersign policy reevaluate`: what was judged before, by the policy that is in force now.
@CommandLine.Command(
        name = "reevaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Judges by the policy in force what other policies have judged before it, each event as of its own",
            "time: a BAA that was entered late, a row that was corrected. What is judged otherwise gets an",
            "amendment beside it in its chain; the old verdict stays. Says what changes, and asks.",
            "Running it again writes nothing a second time."
        },
        footer = {
            "",
            "Exit code 1: something has become a VIOLATION.",
            "",
            "Examples:",
            "  countersign policy reevaluate --config countersign.yaml --dry-run",
            "  countersign policy reevaluate --config countersign.yaml --since 90d --yes",
            "  countersign policy reevaluate --dir countersign-data --since 12h"
        })
final class PolicyReevaluateCommand implements Command {
    @CommandLine.Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "30d",
            description =
                    "what was chained in this time is looked at, such as 12h or 90d (default: ${DEFAULT-VALUE})")
    private String since = "30d";

    @CommandLine.Option(
            names = "--dry-run",
            description = "say what would change, and write nothing")
    private boolean dryRun;

    @CommandLine.Option(names = "--yes", description = "ask nothing")
    private boolean yes;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    PolicyReevaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        Duration time =
                DurationText.parse(since)
                        .filter(one -> one.compareTo(Duration.ZERO) > 0)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE, "--since is a time such as 12h or 30d"));
        try (AlertSite open = site.running()) {
            if (!(Policies.current(open.deployment())
                    instanceof Policies.Current.Published(PolicyDocument policy, String sha256))) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "No policy that counts is on the policy topic: publish one first (countersign policy publish)");
            }
            terminal.say(
                    "By %s, sha256 %s".formatted(TerminalText.line(policy.getVersion()), sha256));
            PolicyReevaluation reevaluation =
                    PolicyReevaluation.of(open.deployment(), terminal, policy, sha256, time);
            reevaluation.say();
            if (dryRun) {
                terminal.say("Nothing was written.");
            } else {
                reevaluation.write(yes, ProposedAmendments.STANDARD_PER_SECOND);
            }
            return reevaluation.exitCode();
        }
    }
}
