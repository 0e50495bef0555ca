package io.countersign.app.cli;

import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.reevaluation.SealedEvents;
import io.countersign.app.reevaluation.WhatIf;
import io.countersign.app.role.Deployment;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.PolicyInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine;

/// `countersign policy what-if`: what a draft would have made of what was judged lately.
@CommandLine.Command(
        name = "what-if",
        mixinStandardHelpOptions = true,
        description = {
            "Judges what the log has of the last days by a draft of the policy, each event as of its own time, and",
            "changes nothing: how many violations, people and patients would have been covered, what remains and",
            "why, and what becomes worse. Reads the sealed log alone, no evidence and no topic.",
            "An access entry with your name and purpose is chained first, or nothing is shown."
        },
        footer = {
            "",
            "What an entry does not hold, it cannot tell: UNKNOWN stays UNKNOWN where the account is not in the",
            "record, rules of use hang on the text, and a service that no catalogue knew has left no entry.",
            "",
            "Exit code 1: something would be judged more strictly than it was.",
            "",
            "Examples:",
            "  countersign policy what-if baa-draft.yaml --config countersign.yaml",
            "  countersign policy what-if baa-draft.yaml --days 30 --csv --dir countersign-data"
        })
final class PolicyWhatIfCommand implements Command {
    private static final int MAX_DAYS = 366 * 100;

    @CommandLine.Parameters(paramLabel = "DRAFT", description = "the draft of the register")
    private Path draft = Path.of("");

    @CommandLine.Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "90",
            description = "what was sealed in so many days (default: ${DEFAULT-VALUE})")
    private int days = 90;

    @CommandLine.Option(names = "--json", description = "one JSON document for machines")
    private boolean json;

    @CommandLine.Option(
            names = "--csv",
            description = "a line for each event that would be judged otherwise")
    private boolean csv;

    @CommandLine.Option(
            names = "--purpose",
            paramLabel = "CODE",
            defaultValue = "POLICY_DRAFT",
            description =
                    "why, as a code of A-Z, 0-9 and _; it goes into the log (default: ${DEFAULT-VALUE})")
    private String purpose = "POLICY_DRAFT";

    @CommandLine.Mixin private Asker asker = new Asker();

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    PolicyWhatIfCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        if (days < 1 || days > MAX_DAYS || (json && csv)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--days is 1 or more; --json or --csv, not both");
        }
        Applicant who =
                asker.applicant(purpose, site.configuration().access().withoutReason(), terminal);
        PolicyDocument policy = policy();
        Instant since = terminal.clock().instant().minus(Duration.ofDays(days));
        try (AlertSite open = site.running();
                SealedLog log = new SealedLog(open.deployment().configuration())) {
            LogReaders logs = log.logs();
            WhatIf whatIf = judged(logs, policy, since);
            EntryRef access = chained(open.deployment(), who, whatIf.events());
            Checkpoint checkpoint = logs.newest().checkpoint();
            WhatIfReport report =
                    new WhatIfReport(
                            terminal,
                            whatIf,
                            TerminalText.line(policy.getVersion()),
                            Sha256.of(PolicyNote.encode(policy)).hex(),
                            since,
                            checkpoint.origin() + " of " + checkpoint.size().value() + " entries");
            if (json) {
                report.json();
            } else if (csv) {
                report.csv();
            } else {
                report.text();
            }
            terminal.err().println("access entry " + access.getChain() + ":" + access.getSeq());
            return whatIf.affected(WhatIf.Change.WORSE).events() > 0
                    ? ExitCode.FOUND
                    : ExitCode.CLEAN;
        }
    }

    private PolicyDocument policy() throws IOException {
        try {
            return PolicyYaml.of(draft);
        } catch (InvalidPolicyFileException e) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
        }
    }

    private WhatIf judged(LogReaders logs, PolicyDocument policy, Instant since)
            throws IOException {
        WhatIf whatIf =
                new WhatIf(
                        new PolicyInForce(
                                new Hash(Sha256.of(PolicyNote.encode(policy)).bytes()),
                                PolicyReader.read(policy)));
        SealedEvents.read(
                logs,
                since,
                whatIf,
                count -> terminal.progress("read %,d entries".formatted(count)));
        return whatIf;
    }

    private EntryRef chained(Deployment deployment, Applicant who, long events) {
        return who.chain(
                deployment,
                who.access("POLICY_WHAT_IF").setCount(events),
                terminal.clock().instant());
    }
}
