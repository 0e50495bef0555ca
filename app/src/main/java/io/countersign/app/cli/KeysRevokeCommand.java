package io.countersign.app.cli;

import io.countersign.app.keys.AuditorKit;
import io.countersign.app.keys.LedgerKeys;
import io.countersign.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine;

/// `countersign keys revoke`.
@CommandLine.Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Others may have the ledger's keys: takes all out of use, and puts new ones in their place.",
            "At its next start the ledger adds the new keys to the log and revokes the old ones there.",
            "From then on an old key vouches for nothing, neither a checkpoint nor another key: auditors",
            "need the new vkey, by another way than the log. What was sealed before stays as it is; that",
            "it was there before others had the key is for witnesses and time stamps to show."
        },
        footer = {
            "",
            "Example:",
            "  countersign keys revoke --since 2026-11-20T08:00:00Z --config countersign.yaml"
        })
final class KeysRevokeCommand implements Command {
    @CommandLine.Mixin private final KeyPlace place = new KeyPlace();

    @CommandLine.Option(
            names = "--since",
            required = true,
            paramLabel = "TIME",
            description = "since when others may have had them, such as 2026-11-20T08:00:00Z")
    private String since = "";

    @CommandLine.Option(names = "--yes", description = "ask nothing")
    private boolean yes;

    private final Terminal terminal;

    KeysRevokeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Instant time;
        try {
            time = Instant.parse(since);
        } catch (DateTimeException _unfit) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--since is a time such as 2026-11-20T08:00:00Z");
        }
        if (time.isAfter(terminal.clock().instant())) {
            throw new CommandFailure(ExitCode.USAGE, "--since lies in the future");
        }
        LedgerKeys keys = place.site().ring().ledgerKeys(terminal.ledgerKeyPassword());
        for (VerifierKey key : keys.vkeys()) {
            terminal.say(AuditorKit.fingerprint(key));
        }
        if (!yes
                && !terminal.confirms(
                        "Revoke the keys in force? No verifier will trust them any more.")) {
            return ExitCode.CLEAN;
        }
        for (Path file : keys.revoke(time)) {
            terminal.say("drawn   " + TerminalText.line(file.toString()));
        }
        terminal.say(
                "Revoked. Start the ledger again, publish the new fingerprints, and give auditors");
        terminal.say("the new vkeys: countersign keys export --for-auditor DIR");
        for (VerifierKey key : keys.vkeys()) {
            terminal.say(AuditorKit.fingerprint(key));
        }
        return ExitCode.CLEAN;
    }
}
