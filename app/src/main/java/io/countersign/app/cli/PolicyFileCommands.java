package io.countersign.app.cli;

import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyBundle;
import io.countersign.app.policy.PolicyChanges;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine;

/// The subcommands of `countersign policy` that look at files alone.
final class PolicyFileCommands {
    private PolicyFileCommands() {}

    private static PolicyDocument read(Path file) throws IOException {
        try {
            return PolicyYaml.of(file);
        } catch (InvalidPolicyFileException e) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
        }
    }

    /// `countersign policy check`.
    @CommandLine.Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Checks a register and the files beside it, and what to look at soon.",
                "What contradicts itself is refused. Rows that end within 30 days, that nobody compared with the",
                "contract for 90, that can never cover, days between two rows, an old catalogue and models that",
                "retire within 90 days are listed."
            },
            footer = {
                "",
                "No file of a policy holds regular expressions, so that no pattern can backtrack. A host is a name",
                "(it and all below it), =name (it alone) or has one * in a label, in none of the last two. A path",
                "has in each segment at most one * or {name}, and ** at its end. Accounts, people, services and",
                "info types are compared as they are written. What is no such pattern is refused with its place.",
                "",
                "A change never judges anew what was judged before: that is `countersign policy reevaluate`.",
                "",
                "Example:",
                "  countersign policy check baa.yaml"
            })
    static final class Check implements Command {
        @CommandLine.Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                defaultValue = "baa.yaml",
                description = "the register (default: ${DEFAULT-VALUE})")
        private Path file = Path.of("baa.yaml");

        private final Terminal terminal;

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            List<String> findings = PolicyCheck.findings(read(file), terminal.clock().instant());
            findings.forEach(finding -> terminal.say(terminal.yellow(TerminalText.line(finding))));
            terminal.say(
                    findings.isEmpty()
                            ? "In order; nothing ends soon."
                            : findings.size() + " to look at; the policy can be published.");
            return findings.isEmpty() ? ExitCode.CLEAN : ExitCode.FOUND;
        }
    }

    /// `countersign policy diff`.
    @CommandLine.Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Says in sentences what one register says otherwise than another.",
            footer = {"", "Example:", "  countersign policy diff baa.yaml baa-draft.yaml"})
    static final class Diff implements Command {
        @CommandLine.Parameters(paramLabel = "A", index = "0", description = "the register before")
        private Path before = Path.of("");

        @CommandLine.Parameters(paramLabel = "B", index = "1", description = "the register after")
        private Path after = Path.of("");

        private final Terminal terminal;

        Diff(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            List<String> changes = PolicyChanges.between(read(before), read(after));
            changes.forEach(change -> terminal.say(TerminalText.line(change)));
            if (changes.isEmpty()) {
                terminal.say("Both say the same.");
            }
            return ExitCode.CLEAN;
        }
    }

    /// `countersign policy bundle`.
    @CommandLine.Command(
            name = "bundle",
            mixinStandardHelpOptions = true,
            description = {
                "Signs this program's catalogue as a bundle that other installations take by `policy update`.",
                "The key is drawn at the first call; the verifier key is printed."
            },
            footer = {
                "",
                "Example:",
                "  countersign policy bundle catalogue.bundle --key bundle.key --name example.org/catalogue"
            })
    static final class Bundle implements Command {
        private static final String LABEL = "countersign-bundle-signing-key";

        @CommandLine.Parameters(
                paramLabel = "FILE",
                description = "where to write; never overwritten")
        private Path file = Path.of("");

        @CommandLine.Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "the signing key")
        private Path key = Path.of("");

        @CommandLine.Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "the key's name in signatures, such as example.org/catalogue")
        private String name = "";

        private final Terminal terminal;

        Bundle(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            SecretFile.create(key, LABEL, new SecureRandom());
            Ed25519NoteSigner signer = new Ed25519NoteSigner(name, SecretFile.read(key, LABEL));
            PolicyDocument catalogue = PolicyYaml.withoutRegister();
            Files.write(file, PolicyBundle.sign(catalogue, signer), StandardOpenOption.CREATE_NEW);
            terminal.say(
                    "written %s: catalogue %s, %d services"
                            .formatted(
                                    TerminalText.line(file.toString()),
                                    catalogue.getCatalogueVersion(),
                                    catalogue.getServices().size()));
            terminal.say(signer.verifierKey().toString());
            return ExitCode.CLEAN;
        }
    }
}
