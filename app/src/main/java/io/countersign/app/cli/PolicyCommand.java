package io.countersign.app.cli;

import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.policy.PolicyInterview;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.policy.RegisterRow;
import io.countersign.app.policy.TenantHeaders;
import io.countersign.app.policy.UpstreamDlpYaml;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyAlerting;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyMute;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicyRule;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign policy`.
@CommandLine.Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "The register of AI accounts and BAAs, and what follows from it.")
final class PolicyCommand {
    private static final String DEFAULT_FILE = "baa.yaml";

    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new Init(terminal))
                .addSubcommand(new Show(terminal))
                .addSubcommand(new PolicyFileCommands.Check(terminal))
                .addSubcommand(new PolicyFileCommands.Diff(terminal))
                .addSubcommand(new PolicyMapCommand(terminal))
                .addSubcommand(new PolicyPublishCommand(terminal))
                .addSubcommand(new PolicyUpdateCommand(terminal))
                .addSubcommand(new PolicyReevaluateCommand(terminal))
                .addSubcommand(new PolicyWhatIfCommand(terminal))
                .addSubcommand(new PolicyFileCommands.Bundle(terminal))
                .addSubcommand(new Headers(terminal));
    }

    private static PolicyDocument read(Path file) throws IOException {
        try {
            return PolicyYaml.of(file);
        } catch (InvalidPolicyFileException e) {
            throw rejected(e);
        }
    }

    private static CommandFailure rejected(InvalidPolicyFileException e) {
        return new CommandFailure(
                ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
    }

    /// `countersign policy init`.
    @CommandLine.Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = {
                "Asks for accounts and BAAs, one question a line, and writes the register.",
                "With --organisation it asks nothing and takes the flags."
            },
            footer = {
                "",
                "Examples:",
                "  countersign policy init",
                "  countersign policy init baa.yaml --organisation 'Hospital Example' \\",
                "    --domain hospital.example.org --agreement \\",
                "    'services=amazon.bedrock;plan=aws;signed=2024-03-01;cloud_accounts=123456789012'"
            })
    static final class Init implements Command {
        @CommandLine.Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                defaultValue = DEFAULT_FILE,
                description = "where to write (default: ${DEFAULT-VALUE}); never overwritten")
        private Path file = Path.of(DEFAULT_FILE);

        @CommandLine.Option(
                names = "--organisation",
                paramLabel = "NAME",
                description = "the organisation's name; with it nothing is asked")
        private Optional<String> organisation = Optional.empty();

        @CommandLine.Option(
                names = "--domain",
                paramLabel = "DOMAIN",
                description = "a mail domain of the organisation")
        private List<String> domains = new ArrayList<>();

        @CommandLine.Option(
                names = "--complete",
                description = "the agreements are all that there are")
        private boolean complete;

        @CommandLine.Option(
                names = "--agreement",
                paramLabel = "KEY=VALUE;...",
                description =
                        "a row: services, plan, signed, valid_from, valid_to, settings, retention, ids")
        private List<String> agreements = new ArrayList<>();

        private final Terminal terminal;

        Init(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            if (organisation.isEmpty()
                    && (complete || !domains.isEmpty() || !agreements.isEmpty())) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--domain, --agreement and --complete need --organisation");
            }
            if (Files.exists(file)) {
                throw exists();
            }
            PolicyInterview interview =
                    new PolicyInterview(
                            terminal.answers(), terminal.out(), LocalDate.now(terminal.clock()));
            try {
                String text =
                        organisation.isEmpty()
                                ? interview.run()
                                : interview.write(organisation.get(), domains, complete, rows());
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
                upstreamDlpExample();
            } catch (InvalidPolicyFileException e) {
                throw rejected(e);
            } catch (FileAlreadyExistsException e) {
                throw exists();
            }
            terminal.say("written " + TerminalText.line(file.toString()));
            return ExitCode.CLEAN;
        }

        /// An example without rows, where there is no such file yet.
        private void upstreamDlpExample() throws IOException {
            Path example = file.resolveSibling(PolicyYaml.UPSTREAM_DLP_FILE);
            if (!Files.exists(example)) {
                Files.writeString(example, UpstreamDlpYaml.EXAMPLE, StandardOpenOption.CREATE_NEW);
                terminal.say(
                        "written "
                                + TerminalText.line(example.toString())
                                + ": what the DLP of your proxies calls things, to be filled in");
            }
        }

        private List<RegisterRow> rows() throws InvalidPolicyFileException {
            List<RegisterRow> rows = new ArrayList<>();
            for (String agreement : agreements) {
                rows.add(RegisterRow.parse(agreement));
            }
            return rows;
        }

        private CommandFailure exists() {
            return new CommandFailure(
                    ExitCode.FAILED,
                    "There is a file already: "
                            + TerminalText.line(file.toString())
                            + "; edit it, or name another.");
        }
    }

    /// `countersign policy show`.
    @CommandLine.Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Checks a register and shows its rows and the policy's SHA-256.",
            footer = {"", "Example:", "  countersign policy show baa.yaml"})
    static final class Show implements Command {
        @CommandLine.Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                defaultValue = DEFAULT_FILE,
                description = "the register (default: ${DEFAULT-VALUE})")
        private Path file = Path.of(DEFAULT_FILE);

        private final Terminal terminal;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            PolicyDocument policy = read(file);
            terminal.say("policy     " + TerminalText.line(policy.getVersion()));
            terminal.say("sha256     " + Sha256.of(PolicyNote.encode(policy)).hex());
            terminal.say(
                    "catalogue  "
                            + policy.getCatalogueVersion()
                            + ", "
                            + policy.getServices().size()
                            + " services");
            policy.getRegister().ifPresent(this::show);
            policy.getAlerting().ifPresent(this::show);
            terminal.say(
                    "upstream   "
                            + policy.getUpstreamDlp().size()
                            + " names of the sources' own DLP are known");
            PolicyCheck.staleness(policy, terminal.clock().instant())
                    .forEach(old -> terminal.say(terminal.yellow(TerminalText.line(old))));
            return ExitCode.CLEAN;
        }

        private void show(PolicyAlerting alerting) {
            for (PolicyRule rule : alerting.getRules()) {
                terminal.say(
                        "alert rule "
                                + rule.getCode()
                                + ": "
                                + rule.getMode().name().toLowerCase(Locale.ROOT));
            }
            for (PolicyMute mute : alerting.getMutes()) {
                terminal.say(
                        "mute "
                                + mute.getId()
                                + ", by "
                                + TerminalText.line(mute.getOwner())
                                + ": "
                                + TerminalText.line(mute.getReason()));
            }
        }

        private void show(PolicyRegister register) {
            terminal.say(
                    register.getComplete()
                            ? "register   complete: a service without a row is NOT_COVERED"
                            : "register   not complete: a service without a row is UNKNOWN");
            long now = terminal.clock().millis();
            for (PolicyAgreement row : register.getAgreements()) {
                boolean inForce =
                        row.getInForce().getFromMillis().orElse(Long.MIN_VALUE) <= now
                                && now < row.getInForce().getToMillis().orElse(Long.MAX_VALUE);
                terminal.say(
                        TerminalText.line(row.getId())
                                + ": "
                                + TerminalText.line(String.join(" ", row.getServices()))
                                + ", plan "
                                + TerminalText.line(row.getPlan())
                                + (row.getSignedMillis().isPresent() ? ", BAA signed" : ", no BAA")
                                + (inForce ? ", in force" : ", not in force"));
            }
        }
    }

    /// `countersign policy headers`.
    @CommandLine.Command(
            name = "headers",
            mixinStandardHelpOptions = true,
            description = {
                "Prints the tenant-restriction headers that a decrypting proxy should inject,",
                "so that only the accounts of the register work. Overwrite what clients send."
            },
            footer = {"", "Example:", "  countersign policy headers baa.yaml"})
    static final class Headers implements Command {
        @CommandLine.Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                defaultValue = DEFAULT_FILE,
                description = "the register (default: ${DEFAULT-VALUE})")
        private Path file = Path.of(DEFAULT_FILE);

        private final Terminal terminal;

        Headers(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            for (TenantHeaders.Header header :
                    TenantHeaders.of(read(file), terminal.clock().instant())) {
                String note = header.note().isEmpty() ? "" : " - " + header.note();
                terminal.say(terminal.faint("# " + String.join(", ", header.hosts()) + note));
                terminal.say(header.name() + ": " + TerminalText.line(header.value()));
            }
            return ExitCode.CLEAN;
        }
    }
}
