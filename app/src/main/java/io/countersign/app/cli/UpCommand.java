package io.countersign.app.cli;

import io.countersign.app.Logging;
import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Installation;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;

/// `countersign up`: everything on one machine, for real traffic.
@CommandLine.Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything on one machine, for real traffic.",
            "Brings a Kafka broker of its own unless the configuration names one, both topologies, the sealer,",
            "Connect and the listeners, until Ctrl-C. Input, control and entry topics are flushed to the",
            "disk on each append."
        },
        footer = {
            "",
            "Examples:",
            "  countersign up",
            "  countersign up --config countersign.yaml"
        })
final class UpCommand implements Command {
    private static final Duration WATCH = Duration.ofMillis(500);

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration; the defaults, under countersign-data/, otherwise")
    private Optional<Path> config = Optional.empty();

    private final Terminal terminal;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run()
            throws IOException,
                    InterruptedException,
                    InvalidPolicyFileException,
                    MalformedNoteException {
        Configuration configuration =
                config.isPresent()
                        ? ConfigurationFile.read(config.get()).configuration()
                        : Configuration.defaults();
        Logging.toFile(configuration.resolve(Path.of("countersign.log")));
        configuration
                .permissions()
                .forEach(one -> terminal.say(terminal.yellow("permissive: " + one)));
        PolicyDocument policy =
                configuration.policy().isPresent()
                        ? PolicyYaml.of(configuration.resolve(configuration.policy().get()))
                        : PolicyYaml.withoutRegister();
        if (configuration.policy().isEmpty()) {
            terminal.say(
                    "No BAA register is configured, so coverage is UNKNOWN where the vendor's text leaves it open: countersign policy init");
        }
        PolicyCheck.staleness(policy, terminal.clock().instant())
                .forEach(old -> terminal.say(terminal.yellow(TerminalText.line(old))));
        try (Interruption interruption = Interruption.watch();
                Installation installation =
                        Installation.start(
                                configuration,
                                Root.version(),
                                terminal.ledgerKeyPassword(),
                                policy,
                                configuration.kafka().ownBroker()
                                        ? TopicSetup.Flush.EACH_APPEND
                                        : TopicSetup.Flush.WITH_REPLICAS,
                                Connectors.withArchive(configuration, true),
                                terminal.clock(),
                                terminal::progress,
                                line -> terminal.say(terminal.yellow(line)))) {
            terminal.say(
                    "running; events at http://127.0.0.1:%d/v1/events, Kafka at %s"
                            .formatted(
                                    installation.intake().port(),
                                    installation.deployment().bootstrapServers()));
            for (String name : new TreeSet<>(configuration.listen().listeners().keySet())) {
                terminal.say(
                        "listener %s at port %d".formatted(name, installation.intake().port(name)));
            }
            terminal.say(
                    "health at http://127.0.0.1:%d/readyz".formatted(installation.healthPort()));
            terminal.say(
                    "the log: "
                            + TerminalText.line(
                                    configuration
                                            .ledger()
                                            .storage()
                                            .map(Object::toString)
                                            .orElse(installation.deployment().log().toString())));
            terminal.out().flush();
            while (!interruption.await(WATCH)) {
                Optional<String> failure = installation.failure();
                if (failure.isPresent()) {
                    throw new CommandFailure(ExitCode.FAILED, failure.get());
                }
            }
        }
        terminal.say("stopped");
        return ExitCode.CLEAN;
    }
}
