package io.countersign.app.cli;

import io.countersign.app.config.ConfigurationException;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.Setting;
import java.nio.file.Path;
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
                "Settings that the file does not state are shown with their default."
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
            return ExitCode.CLEAN;
        }
    }
}
