package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationException;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.Setting;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.IntakeRole;
import io.countersign.app.role.RegistryCheck;
import io.countersign.app.role.SchemaRegistry;
import io.countersign.app.s3.S3Connection;
import io.countersign.app.sink.SinkProbe;
import io.countersign.ledger.storage.s3.S3LogStorage;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.ledger.storage.s3.StoreProbe;
import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.sinks.siem.delivery.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;

/// `countersign config`.
@CommandLine.Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Checks a configuration file, and shows what it sets.")
final class ConfigCommand {

    /// `countersign config check FILE`.
    @CommandLine.Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Says what a configuration file puts in force, or everything that is wrong in it.",
                "Settings that the file does not state are shown with their default. The files of keys, tokens and",
                "certificates that listeners name are read. A Schema Registry is asked whether it would do, and",
                "nothing is changed there. The receiver of each sink is connected to and asked whether it would",
                "take events; none is sent. A bucket that shall hold the log is tried: whether the store holds",
                "the conditions that keep two sealers from forking it, on an object that is deleted again."
            },
            footer = {"", "Example:", "  countersign config check countersign.yaml"})
    static final class Check implements Command {
        @CommandLine.Parameters(paramLabel = "FILE", description = "the YAML file")
        private Path file = Path.of("");

        private final Terminal terminal;

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws Exception {
            ConfigurationFile read;
            try {
                read = ConfigurationFile.read(file);
            } catch (ConfigurationException e) {
                Failures.report(e, terminal);
                return ExitCode.FOUND;
            }
            int width =
                    read.settings().stream()
                            .mapToInt(setting -> setting.path().length())
                            .max()
                            .orElse(0);
            for (Setting setting : read.settings()) {
                String line =
                        TerminalText.line(setting.path())
                                + " ".repeat(width - setting.path().length() + 2)
                                + TerminalText.line(setting.value());
                terminal.say(setting.stated() ? line : terminal.faint(line + "  (default)"));
            }
            for (String permission : read.configuration().permissions()) {
                terminal.say(terminal.yellow("permissive: " + TerminalText.line(permission)));
            }
            ExitCode listeners = listeners(read.configuration());
            ExitCode registry = registry(read.configuration());
            ExitCode sinks = sinks(read.configuration());
            ExitCode bucket = bucket(read.configuration());
            return Stream.of(listeners, registry, sinks, bucket)
                    .filter(exit -> exit != ExitCode.CLEAN)
                    .findFirst()
                    .orElse(ExitCode.CLEAN);
        }

        /// Connects to each receiver and sends no event.
        private ExitCode sinks(Configuration configuration)
                throws IOException, InterruptedException {
            Map<String, Map<String, String>> connectors = Connectors.of(configuration);
            ExitCode code = ExitCode.CLEAN;
            for (Map.Entry<String, Configuration.Sink> one :
                    new TreeMap<>(configuration.sinks()).entrySet()) {
                Health health =
                        SinkProbe.check(
                                one.getValue().type(),
                                Objects.requireNonNull(connectors.get(one.getKey())),
                                Root.version());
                String line =
                        "sinks."
                                + one.getKey()
                                + ": "
                                + health.code()
                                + ", "
                                + TerminalText.line(health.detail());
                terminal.say(health.good() ? line : terminal.yellow(line));
                code = health.good() ? code : ExitCode.FOUND;
            }
            return code;
        }

        private ExitCode bucket(Configuration configuration) {
            Optional<S3Place> place = configuration.ledger().storage();
            if (place.isEmpty()) {
                return ExitCode.CLEAN;
            }
            terminal.say("");
            terminal.say("The log's bucket, " + TerminalText.line(place.get().toString()));
            terminal.flush();
            try {
                StoreProbe probe =
                        S3LogStorage.probe(
                                S3Connection.endpoint(configuration).sealingClient(), place.get());
                condition(
                        probe.refusesSecondCreation(),
                        "an object is not created twice (If-None-Match)");
                condition(
                        probe.refusesStaleReplacement(),
                        "an object is replaced only by who saw it last (If-Match)");
                condition(
                        probe.refusesWrongChecksum(),
                        "bytes that were damaged on the way are refused (SHA-256)");
                terminal.say(
                        probe.holdsLogs()
                                ? "The ledger can use it."
                                : terminal.yellow(
                                        "The ledger will not start on it: two sealers could fork the log."));
                return probe.holdsLogs() ? ExitCode.CLEAN : ExitCode.FOUND;
            } catch (IOException refused) {
                terminal.say(
                        "  "
                                + terminal.yellow(
                                        TerminalText.line(String.valueOf(refused.getMessage()))));
                return ExitCode.FOUND;
            }
        }

        private void condition(boolean holds, String what) {
            String text = (holds ? "  held     " : "  NOT HELD ") + what;
            terminal.say(holds ? text : terminal.yellow(text));
        }

        private ExitCode listeners(Configuration configuration) throws IOException {
            Map<String, String> problems =
                    IntakeRole.listenerProblems(configuration, terminal.clock());
            problems.forEach((name, problem) ->
                    terminal.say(
                            terminal.yellow(
                                    TerminalText.line("listeners." + name + ": " + problem))));
            return problems.isEmpty() ? ExitCode.CLEAN : ExitCode.FOUND;
        }

        private ExitCode registry(Configuration configuration) throws IOException {
            Optional<RegistryConfig> registry;
            try {
                registry = SchemaRegistry.config(configuration);
            } catch (IllegalArgumentException refused) {
                throw new CommandFailure(ExitCode.FOUND, String.valueOf(refused.getMessage()));
            }
            if (registry.isEmpty()) {
                return ExitCode.CLEAN;
            }
            terminal.say("");
            terminal.say(
                    "Schema Registry at " + TerminalText.line(registry.get().urls().toString()));
            terminal.flush();
            boolean usable = true;
            for (RegistryCheck.Line line : RegistryCheck.of(registry.get())) {
                String text = "  " + TerminalText.line(line.text());
                terminal.say(line.problem() ? terminal.yellow(text) : text);
                usable &= !line.problem();
            }
            terminal.say(
                    usable
                            ? "The roles can use it."
                            : terminal.yellow("The roles cannot use it as it stands."));
            return usable ? ExitCode.CLEAN : ExitCode.FOUND;
        }
    }
}
