package io.countersign.app.cli;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.config.Configuration;
import io.countersign.app.role.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The brokers that are running already, for commands that start none: the cluster that the
/// configuration names, or the broker of `countersign up` on this machine.
final class RunningCluster {
    private RunningCluster() {}

    /// Without the password of the ledger's key, which no such command needs.
    static Deployment of(Configuration configuration) throws IOException {
        return new Deployment(
                configuration, brokers(configuration), Root.version(), Optional.empty());
    }

    private static String brokers(Configuration configuration) throws IOException {
        Configuration.Kafka kafka = configuration.kafka();
        if (!kafka.ownBroker()) {
            return String.join(",", kafka.bootstrapServers());
        }
        if (kafka.port() != 0) {
            return "127.0.0.1:" + kafka.port();
        }
        Path folder = configuration.resolve(Path.of("kafka"));
        return "127.0.0.1:"
                + BrokerProcess.portOfRunning(folder)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "The configuration names neither kafka.bootstrap-servers nor kafka.port, and no broker runs in "
                                                + TerminalText.line(folder.toString())));
    }
}
