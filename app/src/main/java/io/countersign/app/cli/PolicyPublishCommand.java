package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyBundle;
import io.countersign.app.policy.PolicyChanges;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine;

/// `countersign policy publish`: the whole policy, signed, onto the topic of a running cluster.
@CommandLine.Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes the policy to a running cluster, signed and whole.",
            "Shows what it changes against the one in force and asks. The audit topology takes it without a",
            "restart, and each chain writes an entry when it first judges by it. A policy that is older than the",
            "one in force is refused. Then says which entries of the last 30 days it judges otherwise, and asks",
            "whether to amend them; with --yes that is left to countersign policy reevaluate."
        },
        footer = {
            "",
            "Example:",
            "  countersign policy publish baa.yaml --config countersign.yaml"
        })
final class PolicyPublishCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "the register; the one that the configuration names otherwise")
    private Optional<Path> file = Optional.empty();

    @CommandLine.Mixin private SiteOption site = new SiteOption();

    @CommandLine.Option(names = "--yes", description = "ask nothing")
    private boolean yes;

    private final Terminal terminal;

    PolicyPublishCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        Configuration configuration = site.configuration();
        PolicyDocument next = read(configuration);
        Deployment deployment = RunningCluster.of(configuration);
        OwnSignature.mustCount(deployment);
        Policies.Current current = Policies.current(deployment);
        next = withNewerCatalogue(current, next);
        if (current instanceof Policies.Current.Published(PolicyDocument policy, String _)) {
            Optional<String> objection = PolicyChanges.objection(policy, next);
            if (objection.isPresent()) {
                throw new CommandFailure(
                        ExitCode.REJECTED, "Not published: " + TerminalText.line(objection.get()));
            }
        }
        show(current, next);
        PolicyCheck.findings(next, terminal.clock().instant())
                .forEach(finding -> terminal.say(terminal.yellow(TerminalText.line(finding))));
        if (!yes && !terminal.confirms("Publish it?")) {
            terminal.say("Not published.");
            return ExitCode.CLEAN;
        }
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            Policies.publish(deployment, producer, next);
        }
        terminal.say(
                "Published %s, sha256 %s; verdicts name it from the next event on."
                        .formatted(
                                TerminalText.line(next.getVersion()),
                                Sha256.of(PolicyNote.encode(next)).hex()));
        if (!yes && current instanceof Policies.Current.Published) {
            PolicyReevaluation.offer(deployment, terminal, next);
        }
        return ExitCode.CLEAN;
    }

    /// A bundle may have brought a catalogue that is newer than this program's; a register that is
    /// published must not take it back.
    private PolicyDocument withNewerCatalogue(Policies.Current current, PolicyDocument next) {
        if (!(current instanceof Policies.Current.Published(PolicyDocument inForce, String _))
                || !PolicyChanges.hasOlderCatalogue(next, inForce)) {
            return next;
        }
        try {
            return PolicyBundle.merged("the register", next, inForce);
        } catch (InvalidPolicyFileException e) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
        }
    }

    private PolicyDocument read(Configuration configuration) throws IOException {
        Path register =
                file.or(() -> configuration.policy().map(configuration::resolve))
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "Name the register: neither FILE nor policy in the configuration is there"));
        try {
            return PolicyYaml.of(register);
        } catch (InvalidPolicyFileException e) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
        }
    }

    private void show(Policies.Current current, PolicyDocument next) {
        switch (current) {
            case Policies.Current.Absent _ ->
                    terminal.say("No policy is published yet; this is the first.");
            case Policies.Current.Untrusted(String code) ->
                    terminal.say(
                            terminal.yellow(
                                    "The record on the topic is refused ("
                                            + code
                                            + "): it is replaced."));
            case Policies.Current.Published(PolicyDocument policy, String sha256) -> {
                terminal.say(
                        "In force: %s, sha256 %s"
                                .formatted(TerminalText.line(policy.getVersion()), sha256));
                List<String> changes = PolicyChanges.between(policy, next);
                changes.forEach(change -> terminal.say("  " + TerminalText.line(change)));
            }
        }
    }
}
