package io.countersign.app.cli;

import io.countersign.app.keys.AuditorKit;
import io.countersign.app.keys.LedgerKeys;
import io.countersign.audit.note.LogName;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    /// The list of the log that is sealed now, under the names that the key files bear.
    private List<VerifierKey> inForce(KeyPlace.Site site) throws IOException {
        Optional<VerifierKeys> list = Optional.empty();
        if (logVkeys.isPresent()) {
            list = Optional.of(LogPlace.read(logVkeys.get()));
        } else {
            Optional<LogPlace> log = site.log();
            if (log.isPresent()) {
                list = log.get().readKeysBeside();
            }
        }
        if (list.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There is no list of keys beside the log, so that nobody can say whether the log has the next"
                            + " keys in force: name the log's log.vkeys with --log-vkeys");
        }
        String installation = site.ring().origin();
        return list.get().keys().stream()
                .filter(key -> LogName.isOf(installation, key.name()))
                .map(key -> key.named(installation))
                .toList();
    }

    @Override
    public ExitCode run() throws IOException {
        KeyPlace.Site site = place.site();
        LedgerKeys keys = site.ring().ledgerKeys(terminal.ledgerKeyPassword());
        if (finish) {
            keys.finishRotation(inForce(site));
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
