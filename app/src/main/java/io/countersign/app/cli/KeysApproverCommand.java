package io.countersign.app.cli;

import io.countersign.app.keys.ApproverKey;
import io.countersign.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;

/// `countersign keys approver`.
@CommandLine.Command(
        name = "approver",
        mixinStandardHelpOptions = true,
        description = {
            "Draws the key with which a person agrees to shredding, releasing a hold or opening the vault.",
            "Each person draws their own and keeps it to themselves; the printed vkey is enrolled under",
            "approvers in the rules that countersign identity load publishes. The file is encrypted, with the",
            "password in " + Terminal.APPROVER_PASSWORD_VARIABLE + ", unless its name ends with",
            ".unencrypted-private-key.pem."
        },
        footer = {"", "Example:", "  countersign keys approver --person E1001 --out e1001.pem"})
final class KeysApproverCommand implements Command {
    @CommandLine.Option(
            names = "--person",
            required = true,
            paramLabel = "ID",
            description = "the person's id in the directory of people")
    private String person = "";

    @CommandLine.Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the key file; its public half is written beside it")
    private Path out = Path.of("");

    private final Terminal terminal;

    KeysApproverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        try {
            VerifierKey key = new ApproverKey(out).create(person, terminal.approverKeyPassword());
            terminal.say("- {person: " + key.name() + ", key: \"" + key.vkey() + "\"}");
            return ExitCode.CLEAN;
        } catch (IllegalArgumentException _unfit) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--person is an id without spaces and plus signs");
        }
    }
}
