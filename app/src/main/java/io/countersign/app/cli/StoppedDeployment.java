package io.countersign.app.cli;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.config.Configuration;
import io.countersign.app.recovery.RecoveryRefusedException;
import io.countersign.app.role.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A deployment whose roles are stopped, with a broker to work on: the hospital's, or that of
/// `countersign up`, which stops with it and is started for as long as this is open.
///
/// @param own the broker that was started for this
record StoppedDeployment(Deployment deployment, Optional<BrokerProcess> own)
        implements AutoCloseable {
    static StoppedDeployment open(Configuration configuration, Terminal terminal)
            throws IOException {
        Optional<BrokerProcess> own = broker(configuration);
        try {
            return new StoppedDeployment(
                    new Deployment(
                            configuration,
                            own.isPresent()
                                    ? own.get().bootstrapServers()
                                    : RunningCluster.of(configuration).bootstrapServers(),
                            Root.version(),
                            terminal.ledgerKeyPassword()),
                    own);
        } catch (IOException | RuntimeException e) {
            own.ifPresent(BrokerProcess::close);
            throw e;
        }
    }

    private static Optional<BrokerProcess> broker(Configuration configuration) throws IOException {
        Path folder = configuration.resolve(Path.of("kafka"));
        if (!configuration.kafka().ownBroker() || BrokerProcess.portOfRunning(folder).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                BrokerProcess.start(new BrokerSettings(folder, configuration.kafka().port())));
    }

    /// What a person reads where the log or the topic itself stops the work.
    ///
    /// @param incident of the ledger or of a chain, whose message begins with its code
    static CommandFailure incident(Exception incident) {
        return new CommandFailure(
                ExitCode.FAILED,
                TerminalText.line(String.valueOf(incident.getMessage()))
                        + "\nWhat this is, and what to do, is in docs/spec/incidents.md");
    }

    static CommandFailure refused(RecoveryRefusedException refusal) {
        return new CommandFailure(
                ExitCode.REJECTED, TerminalText.line(String.valueOf(refusal.getMessage())));
    }

    @Override
    public void close() {
        own.ifPresent(BrokerProcess::close);
    }
}
