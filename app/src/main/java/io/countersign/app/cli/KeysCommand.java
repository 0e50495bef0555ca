package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.keys.KeyRing.KeyState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign keys`.
@CommandLine.Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "The keys of an installation: ledger note keys, token key, evidence keys.")
final class KeysCommand {

    /// `countersign keys generate`.
    @CommandLine.Command(
            name = "generate",
            mixinStandardHelpOptions = true,
            description = {
                "Draws the keys that are missing, in files that only their owner may read.",
                "A key that is there stays as it is. Prints the ledger's verifier key: give it to",
                "whoever shall verify the log, by another way than the log's own directory.",
                "The ledger's key is encrypted unless its file's name says that it is not; its",
                "password is read from the environment variable " + Terminal.PASSWORD_VARIABLE + "."
            },
            footer = {
                "",
                "Examples:",
                "  countersign keys generate --config countersign.yaml",
                "  countersign keys generate --directory /var/lib/countersign --origin example.org/log"
            })
    static final class Generate implements Command {
        @CommandLine.Mixin private final Place place = new Place();
        private final Terminal terminal;

        Generate(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            KeyRing ring = place.keyRing();
            for (Path file :
                    ring.generate(terminal.clock().instant(), terminal.ledgerKeyPassword())) {
                terminal.say("drawn   " + TerminalText.line(file.toString()));
            }
            return show(ring, terminal);
        }
    }

    /// `countersign keys list`.
    @CommandLine.Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Says which keys are there, and prints the ledger's verifier key.",
            footer = {"", "Example:", "  countersign keys list --config countersign.yaml"})
    static final class ListKeys implements Command {
        @CommandLine.Mixin private final Place place = new Place();
        private final Terminal terminal;

        ListKeys(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            return show(place.keyRing(), terminal);
        }
    }

    /// Where the keys lie: as a configuration file says, or the defaults under a directory.
    static final class Place {
        @CommandLine.Option(
                names = "--config",
                paramLabel = "FILE",
                description =
                        "the configuration that says where the keys lie and what the log is called")
        private Optional<Path> config = Optional.empty();

        @CommandLine.Option(
                names = "--directory",
                paramLabel = "DIR",
                description = "the installation's directory, in place of a configuration")
        private Optional<Path> directory = Optional.empty();

        @CommandLine.Option(
                names = "--origin",
                paramLabel = "NAME",
                description = "the log's name, in place of a configuration")
        private Optional<String> origin = Optional.empty();

        KeyRing keyRing() throws IOException {
            if (config.isPresent() && (directory.isPresent() || origin.isPresent())) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--config says both directory and origin: give it alone");
            }
            if (config.isPresent()) {
                return KeyRing.of(ConfigurationFile.read(config.get()).configuration());
            }
            if (directory.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "Say where the keys lie: --config FILE or --directory DIR");
            }
            Configuration standard = Configuration.defaults();
            return new KeyRing(
                    origin.orElse(standard.ledger().origin()),
                    directory.get().resolve(standard.keys().ledger()),
                    Optional.empty(),
                    directory.get().resolve(standard.keys().tokens()),
                    directory.get().resolve(standard.keys().evidence()));
        }
    }

    private static ExitCode show(KeyRing ring, Terminal terminal) throws IOException {
        ExitCode exitCode = ExitCode.CLEAN;
        List<KeyState> states = ring.states(terminal.clock().instant());
        for (KeyState state : states) {
            String file = TerminalText.line(state.file().toString());
            switch (state) {
                case KeyState.Present present ->
                        terminal.say("present " + file + "  (" + present.purpose() + ")");
                case KeyState.Missing missing -> {
                    terminal.say(terminal.red("missing ") + file + "  (" + missing.purpose() + ")");
                    exitCode = exitCode.and(ExitCode.FOUND);
                }
                case KeyState.Refused refused -> {
                    terminal.say(terminal.red("refused ") + TerminalText.line(refused.reason()));
                    exitCode = exitCode.and(ExitCode.FOUND);
                }
            }
        }
        ring.ledgerKey().ifPresent(key -> terminal.say("vkey    " + TerminalText.line(key.vkey())));
        return exitCode;
    }
}
