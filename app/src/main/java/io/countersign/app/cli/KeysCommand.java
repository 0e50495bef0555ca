package io.countersign.app.cli;

import io.countersign.app.keys.AuditorKit;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.keys.KeyRing.KeyState;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.VerifierKey;
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
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(new Generate(terminal))
                .addSubcommand(new ListKeys(terminal))
                .addSubcommand(new KeysRotateCommand(terminal))
                .addSubcommand(new KeysRevokeCommand(terminal))
                .addSubcommand(new KeysExportCommand(terminal))
                .addSubcommand(new KeysApproverCommand(terminal));
    }

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
        @CommandLine.Mixin private final KeyPlace place = new KeyPlace();
        private final Terminal terminal;

        Generate(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            KeyRing ring = place.site().ring();
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
            description =
                    "Says which keys are there; prints the ledger's verifier key and fingerprints.",
            footer = {"", "Example:", "  countersign keys list --config countersign.yaml"})
    static final class ListKeys implements Command {
        @CommandLine.Mixin private final KeyPlace place = new KeyPlace();
        private final Terminal terminal;

        ListKeys(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            return show(place.site().ring(), terminal);
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
        for (VerifierKey key : ring.ledgerKeys(Optional.empty()).vkeys()) {
            if (key.is(KeyType.ED25519)) {
                terminal.say("vkey    " + TerminalText.line(key.vkey()));
            }
            terminal.say(AuditorKit.fingerprint(key));
        }
        return exitCode;
    }
}
