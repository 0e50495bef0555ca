package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyBundle;
import io.countersign.app.policy.PolicyChanges;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine;

/// `countersign policy update`: the catalogue of a signed bundle in the place of the one in force.
@CommandLine.Command(
        name = "update",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a signed catalogue bundle into the policy of a running cluster; needs no network but Kafka's.",
            "Checks the signature, says what changes, asks, and publishes. Register, rules and alerts stay. A bundle",
            "that is unsigned, changed, older, or that your rows contradict is refused, and the policy in force stays."
        },
        footer = {
            "",
            "What was judged before stays as it is. What the last 30 days would be judged otherwise is said at the",
            "end, and asked for; with --yes that is left to countersign policy reevaluate.",
            "",
            "Example:",
            "  countersign policy update catalogue.bundle --vkeys vendor.vkeys --config countersign.yaml"
        })
final class PolicyUpdateCommand implements Command {
    @CommandLine.Parameters(paramLabel = "BUNDLE", description = "the bundle")
    private Path file = Path.of("");

    @CommandLine.Option(
            names = "--vkeys",
            required = true,
            paramLabel = "FILE",
            description = "verifier keys of whom you take bundles from, got from elsewhere")
    private Path vkeys = Path.of("");

    @CommandLine.Mixin private SiteOption site = new SiteOption();

    @CommandLine.Option(names = "--yes", description = "ask nothing")
    private boolean yes;

    private final Terminal terminal;

    PolicyUpdateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        String name = String.valueOf(file.getFileName());
        PolicyDocument catalogue;
        try {
            if (Files.size(file) > PolicyBundle.MAX_BYTES) {
                throw refused(
                        "%s: %d bytes, at most %d: is it a bundle at all?"
                                .formatted(name, Files.size(file), PolicyBundle.MAX_BYTES));
            }
            catalogue =
                    PolicyBundle.open(
                            name, Files.readAllBytes(file), VerifierKeys.read(vkeys).verifiers());
        } catch (InvalidPolicyFileException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        Configuration configuration = site.configuration();
        Deployment deployment = RunningCluster.of(configuration);
        OwnSignature.mustCount(deployment);
        if (!(Policies.current(deployment)
                instanceof Policies.Current.Published(PolicyDocument inForce, String _))) {
            throw refused(
                    "no policy that counts is in force: publish the register first (countersign policy publish)");
        }
        PolicyDocument next;
        try {
            next = PolicyBundle.merged(name, inForce, catalogue);
        } catch (InvalidPolicyFileException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        Optional<String> objection = PolicyChanges.objection(inForce, next);
        if (objection.isPresent()) {
            throw refused(objection.get());
        }
        PolicyChanges.between(inForce, next)
                .forEach(change -> terminal.say("  " + TerminalText.line(change)));
        PolicyCheck.staleness(next, terminal.clock().instant())
                .forEach(old -> terminal.say(terminal.yellow(TerminalText.line(old))));
        if (!yes && !terminal.confirms("Take it?")) {
            terminal.say("Not taken; the policy in force stays.");
            return ExitCode.CLEAN;
        }
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            Policies.publish(deployment, producer, next);
        }
        terminal.say(
                "The catalogue of %s is in force from the next event on."
                        .formatted(TerminalText.line(next.getCatalogueVersion())));
        if (!yes) {
            PolicyReevaluation.offer(deployment, terminal, next);
        }
        return ExitCode.CLEAN;
    }

    private static CommandFailure refused(String why) {
        return new CommandFailure(ExitCode.REJECTED, "Not taken: " + TerminalText.line(why));
    }
}
