package io.countersign.app.cli;

import io.countersign.app.Logging;
import io.countersign.app.config.Configuration;
import io.countersign.app.health.HealthEndpoint;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.role.BridgeRole;
import io.countersign.app.role.ConnectRole;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.IntakeRole;
import io.countersign.app.role.KeeperRole;
import io.countersign.app.role.LedgerRole;
import io.countersign.app.role.Policies;
import io.countersign.app.role.PurgerRole;
import io.countersign.app.role.Role;
import io.countersign.app.role.StreamsRoles;
import io.countersign.audit.note.MalformedNoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign run ROLE`: one part alone, on brokers that others run.
@CommandLine.Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one part alone, on a Kafka that others run.",
            "The parts are audit, alert, ledger, keeper, purger, intake, bridge and connect; each runs until SIGTERM or Ctrl-C."
        },
        footer = {"", "Example:", "  countersign run audit --config countersign.yaml"})
final class RunCommand implements Command {
    private static final Duration WATCH = Duration.ofMillis(500);

    @CommandLine.Parameters(
            paramLabel = "ROLE",
            description = "audit, alert, ledger, keeper, purger, intake, bridge or connect")
    private String role = "";

    @CommandLine.Mixin private SiteOption site = new SiteOption();

    @CommandLine.Option(
            names = "--health-port",
            paramLabel = "PORT",
            description =
                    "in place of health.port, for a second role on one address; 0 is any free one")
    private Optional<Integer> healthPort = Optional.empty();

    private final Terminal terminal;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException, MalformedNoteException {
        Configuration configuration = site.configuration();
        if (configuration.kafka().ownBroker()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "run needs kafka.bootstrap-servers in the configuration; countersign up brings a broker of its own");
        }
        Logging.toFile(configuration.resolve(Path.of(role + ".log")));
        Deployment deployment =
                new Deployment(
                        configuration,
                        String.join(",", configuration.kafka().bootstrapServers()),
                        Root.version(),
                        terminal.ledgerKeyPassword());
        try (Interruption interruption = Interruption.watch();
                Role running = role(deployment);
                HealthEndpoint health =
                        Deployment.health(
                                configuration,
                                healthPort.orElse(configuration.health().port()),
                                () -> List.of(running))) {
            running.start();
            terminal.say("running " + running.name());
            terminal.say("health at http://127.0.0.1:%d/readyz".formatted(health.port()));
            terminal.out().flush();
            return untilStopped(running, interruption);
        }
    }

    private Role role(Deployment deployment) throws IOException, MalformedNoteException {
        return switch (role) {
            case StreamsRoles.AUDIT ->
                    StreamsRoles.audit(deployment, Policies.verifier(deployment), terminal.clock());
            case StreamsRoles.ALERT ->
                    StreamsRoles.alert(deployment, Policies.verifier(deployment), terminal.clock());
            case LedgerRole.NAME -> new LedgerRole(deployment, terminal.clock());
            case KeeperRole.NAME -> keeper(deployment);
            case PurgerRole.NAME -> purger(deployment);
            case IntakeRole.NAME -> new IntakeRole(deployment, terminal.clock());
            case BridgeRole.NAME -> bridges(deployment);
            case ConnectRole.NAME ->
                    new ConnectRole(
                            deployment,
                            Connectors.withArchive(deployment.configuration(), false),
                            terminal.clock());
            default ->
                    throw new CommandFailure(
                            ExitCode.USAGE,
                            "No role of that name; there are audit, alert, ledger, keeper, purger, intake, bridge, connect");
        };
    }

    private KeeperRole keeper(Deployment deployment) {
        return new KeeperRole(
                deployment,
                RecordOfInstallation.of(deployment.configuration())
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "The configuration has no archive.lock: docs/guides/archive.md shows how to name a place")),
                terminal.clock());
    }

    private PurgerRole purger(Deployment deployment) {
        if (deployment.configuration().purger().keepRawRecordsUntilTopicRetention()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The configuration says purger.keep-raw-records-until-topic-retention: there is nothing to run");
        }
        return new PurgerRole(deployment, terminal.clock());
    }

    private BridgeRole bridges(Deployment deployment) throws IOException {
        if (deployment.configuration().bridges().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The configuration has no bridges: docs/guides/bridges.md shows how to name one");
        }
        try {
            return new BridgeRole(deployment, terminal.clock());
        } catch (IllegalArgumentException unfit) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(unfit.getMessage()));
        }
    }

    /// Watches the role: what stops by itself ends the process, so that whoever supervises it
    /// knows.
    private static ExitCode untilStopped(Role running, Interruption interruption)
            throws InterruptedException {
        while (!interruption.await(WATCH)) {
            Optional<String> failure = running.failure();
            if (failure.isPresent()) {
                throw new CommandFailure(
                        ExitCode.FAILED, running.name() + " stopped: " + failure.get());
            }
        }
        return ExitCode.CLEAN;
    }
}
