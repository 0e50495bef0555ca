package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationException;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.Setting;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.IntakeRole;
import io.countersign.app.role.RegistryCheck;
import io.countersign.app.role.SchemaRegistry;
import io.countersign.app.sink.SinkProbe;
import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.sinks.siem.delivery.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;

/// `countersign config`.
@CommandLine.Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Look at a configuration file.")
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
                "take events; none is sent."
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
            return listeners != ExitCode.CLEAN
                    ? listeners
                    : registry != ExitCode.CLEAN ? registry : sinks;
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
