package io.countersign.app.cli;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.role.Deployment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The installation that a command about alerts or flows asks: a cluster that runs, or the broker's
/// data of one on this machine that was stopped, which is read through a broker of our own.
final class AlertSite implements AutoCloseable {
    private final Deployment deployment;
    private final @Nullable BrokerProcess started;

    private AlertSite(Deployment deployment, @Nullable BrokerProcess started) {
        this.deployment = deployment;
        this.started = started;
    }

    /// Which one.
    static final class Options {
        private static final int MAX_ORIGIN_BYTES = 4_096;

        @CommandLine.Option(
                names = "--config",
                paramLabel = "FILE",
                description = "the configuration; the defaults, under countersign-data/, otherwise")
        private Optional<Path> config = Optional.empty();

        @CommandLine.Option(
                names = "--dir",
                paramLabel = "DIR",
                description = "instead: the folder of a demo or of an installation without one")
        private Optional<Path> directory = Optional.empty();

        /// Whether one was asked for by name.
        boolean isNamed() {
            return config.isPresent() || directory.isPresent();
        }

        /// One that runs: something is to be chained.
        AlertSite running() throws IOException {
            return open(configuration(), Optional.empty());
        }

        /// One that runs, or the data that one has left.
        AlertSite readable(Terminal terminal) throws IOException {
            return open(configuration(), Optional.of(terminal));
        }

        /// What it says, without asking whether it runs.
        Configuration configuration() throws IOException {
            if (config.isPresent() && directory.isPresent()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "Name the installation by --config or by --dir, not both");
            }
            if (config.isPresent()) {
                return ConfigurationFile.read(config.get()).configuration();
            }
            return directory.isPresent() ? named(directory.get()) : Configuration.defaults();
        }

        /// Its log says its own name, which what is signed for it has to have.
        private static Configuration named(Path directory) throws IOException {
            Path checkpoint = directory.resolve("log").resolve("checkpoint");
            if (!Files.isRegularFile(checkpoint)) {
                return Configuration.defaultsIn(directory);
            }
            try (InputStream in = Files.newInputStream(checkpoint)) {
                byte[] start = in.readNBytes(MAX_ORIGIN_BYTES);
                String origin =
                        new String(start, StandardCharsets.UTF_8).lines().findFirst().orElse("");
                return Configuration.defaultsIn(directory, origin);
            }
        }
    }

    /// @param terminal told that a broker is started; empty: none may be
    private static AlertSite open(Configuration configuration, Optional<Terminal> terminal)
            throws IOException {
        if (!configuration.kafka().ownBroker()) {
            return new AlertSite(RunningCluster.of(configuration), null);
        }
        Path folder = configuration.resolve(Path.of("kafka"));
        OptionalInt running = BrokerProcess.portOfRunning(folder);
        if (running.isPresent()) {
            return new AlertSite(deployment(configuration, running.getAsInt()), null);
        }
        if (!Files.isDirectory(folder.resolve("data"))) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There is no installation in "
                            + shown(configuration)
                            + ": name its folder with --dir, or its configuration with --config");
        }
        if (terminal.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The installation in "
                            + shown(configuration)
                            + " does not run, and what is closed is chained by it: start it with countersign up");
        }
        terminal.get().progress("it does not run: starting a broker on its data");
        BrokerProcess broker = BrokerProcess.start(BrokerSettings.in(folder));
        return new AlertSite(deployment(configuration, broker.port()), broker);
    }

    private static Deployment deployment(Configuration configuration, int port) throws IOException {
        return new Deployment(configuration, "127.0.0.1:" + port, Root.version(), Optional.empty());
    }

    private static String shown(Configuration configuration) {
        return TerminalText.line(configuration.directory().toString());
    }

    Deployment deployment() {
        return deployment;
    }

    /// For `countersign why`.
    String directory() {
        return TerminalText.line(deployment.configuration().directory().toString());
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}
