package io.countersign.app.cli;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.config.Configuration;
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

    @Override
    public void close() {
        own.ifPresent(BrokerProcess::close);
    }
}
