package io.countersign.app.cli;

import io.countersign.app.keys.AuditorKit;
import io.countersign.app.keys.LedgerKeys;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign keys rotate`.
@CommandLine.Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Exchanges the ledger's keys, in four steps:",
            "  1. keys rotate draws the next keys beside those in force.",
            "  2. Start the ledger again: it adds the next keys to the log, signed by old and new,",
            "     and signs each checkpoint with both.",
            "  3. Publish the new fingerprints and let auditors take the new vkeys (keys export).",
            "  4. keys rotate --finish puts the next keys in the place of the old ones; start the",
            "     ledger again, and the log says that the old ones are retired.",
            "Who has the first vkey alone can still verify the whole log: each key vouches for the next."
        },
        footer = {
            "",
            "Examples:",
            "  countersign keys rotate --config countersign.yaml",
            "  countersign keys rotate --finish --config countersign.yaml"
        })
final class KeysRotateCommand implements Command {
    @CommandLine.Mixin private final KeyPlace place = new KeyPlace();

    @CommandLine.Option(
            names = "--finish",
            description = "put the next keys in the place of those in force")
    private boolean finish;

    @CommandLine.Option(
            names = "--log-vkeys",
            paramLabel = "FILE",
            description =
                    "the log's log.vkeys, where the log does not lie in the installation's directory")
    private Optional<Path> logVkeys = Optional.empty();

    private final Terminal terminal;

    KeysRotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The log's own list, wherever it lies.
    private VerifierKeys inForce(KeyPlace.Site site) throws IOException {
        if (logVkeys.isEmpty() && site.storage().isPresent()) {
            return site.storage()
                    .get()
                    .log()
                    .readKeysBeside()
                    .orElseThrow(() ->
                            new CommandFailure(
                                    ExitCode.FAILED,
                                    "There are no keys beside the log in its bucket"));
        }
        Path file = logVkeys.orElse(site.directory().resolve("log.vkeys"));
        if (!Files.exists(file)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file
                            + " is not there, so that nobody can say whether the log has the next keys in"
                            + " force: name the log's list with --log-vkeys");
        }
        return LogPlace.read(file);
    }

    @Override
    public ExitCode run() throws IOException {
        KeyPlace.Site site = place.site();
        LedgerKeys keys = site.ring().ledgerKeys(terminal.ledgerKeyPassword());
        if (finish) {
            keys.finishRotation(inForce(site).keys());
            terminal.say(
                    "The next keys are in force. Start the ledger again: it retires the old ones.");
        } else {
            for (Path file : keys.rotate()) {
                terminal.say("drawn   " + TerminalText.line(file.toString()));
            }
            terminal.say(
                    "Start the ledger again: it adds them to the log, and signs with old and new.");
            terminal.say("Then publish the fingerprints, and end with keys rotate --finish.");
        }
        for (VerifierKey key : keys.vkeys()) {
            terminal.say(AuditorKit.fingerprint(key));
        }
        return ExitCode.CLEAN;
    }
}
