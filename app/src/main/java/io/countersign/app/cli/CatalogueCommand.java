package io.countersign.app.cli;

import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.policy.ProxyList;
import io.countersign.detectors.destination.Access;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.Service.HostRule;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyRetirement;
import io.countersign.schemas.PolicyService;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// `countersign catalogue`.
@CommandLine.Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        description = "The AI services that are in scope, and lists of them for your proxy.")
final class CatalogueCommand {
    private CatalogueCommand() {}

    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new CatalogueCommand())
                .addSubcommand(new Show(terminal))
                .addSubcommand(
                        new CommandLine(new Export(terminal))
                                .setCaseInsensitiveEnumValuesAllowed(true));
    }

    private static Policy policy(Optional<Path> register) throws IOException {
        return PolicyReader.read(document(register));
    }

    private static PolicyDocument document(Optional<Path> register) throws IOException {
        try {
            return register.isPresent()
                    ? PolicyYaml.of(register.get())
                    : PolicyYaml.withoutRegister();
        } catch (InvalidPolicyFileException e) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
        }
    }

    /// `countersign catalogue show`.
    @CommandLine.Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Lists services with their hosts and what a proxy should do with them.",
                "A WORD shows those whose vendor, product or host holds it."
            },
            footer = {
                "",
                "Examples:",
                "  countersign catalogue show claude",
                "  countersign catalogue show --policy baa.yaml"
            })
    static final class Show implements Command {
        @CommandLine.Parameters(paramLabel = "WORD", arity = "0..1", description = "what to find")
        private String word = "";

        @CommandLine.Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "the register (default: none, so nothing is allowed)")
        private Optional<Path> register = Optional.empty();

        private final Terminal terminal;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            PolicyDocument document = document(register);
            Policy policy = PolicyReader.read(document);
            Map<String, List<PolicyRetirement>> retirements =
                    document.getServices().stream()
                            .collect(
                                    Collectors.toMap(
                                            PolicyService::getId, PolicyService::getRetirements));
            Instant now = terminal.clock().instant();
            String wanted = word.toLowerCase(Locale.ROOT);
            List<Service> services =
                    policy.catalogue().services().stream()
                            .filter(service -> holds(service, wanted))
                            .sorted(Comparator.comparing(Service::id))
                            .toList();
            int hosts = 0;
            for (Service service : services) {
                terminal.say(
                        String.format(
                                Locale.ROOT,
                                "%-5s  %s: %s, %s",
                                word(policy.register().access(service, now)),
                                service.id(),
                                service.vendor(),
                                service.product()));
                for (HostRule rule : service.hosts()) {
                    hosts++;
                    terminal.say(
                            terminal.faint(
                                    String.format(
                                            Locale.ROOT,
                                            "       %-9s  %s%s",
                                            rule.role().name().toLowerCase(Locale.ROOT),
                                            rule.name(),
                                            rule.onlyKnownPaths() ? " (known paths only)" : "")));
                }
                retirements
                        .getOrDefault(service.id(), List.of())
                        .forEach(retirement -> terminal.say(retires(retirement, now)));
            }
            terminal.say(services.size() + " services, " + hosts + " hosts");
            return ExitCode.CLEAN;
        }

        private String retires(PolicyRetirement retirement, Instant now) {
            Instant day = Instant.ofEpochMilli(retirement.getRetiresMillis());
            String line =
                    "       %-9s  %s on %s (%s, %s)"
                            .formatted(
                                    day.isAfter(now) ? "retires" : "retired",
                                    TerminalText.line(retirement.getModel()),
                                    day.atOffset(ZoneOffset.UTC).toLocalDate(),
                                    retirement.getMark().name().toLowerCase(Locale.ROOT),
                                    TerminalText.line(retirement.getSource()));
            return day.isAfter(now) ? terminal.yellow(line) : terminal.faint(line);
        }

        private static boolean holds(Service service, String wanted) {
            return (service.vendor() + ' ' + service.product() + ' ' + service.id())
                            .toLowerCase(Locale.ROOT)
                            .contains(wanted)
                    || service.hosts().stream().anyMatch(rule -> rule.name().contains(wanted));
        }
    }

    private static String word(Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }

    /// `countersign catalogue export`.
    @CommandLine.Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "Writes the hosts to block, to coach or to allow in the form of your product.",
                "block: no account there can be covered, and the register does not sanction it;",
                "coach: it depends on the account, or nobody knows; allow: a row in force.",
                "What the product cannot express is named on standard error."
            },
            footer = {
                "",
                "Examples:",
                "  countersign catalogue export --for squid --list block --policy baa.yaml",
                "  countersign catalogue export --for paloalto-edl --list coach"
            })
    static final class Export implements Command {
        @CommandLine.Option(
                names = "--for",
                required = true,
                paramLabel = "PRODUCT",
                description = "one of: ${COMPLETION-CANDIDATES}")
        private ProxyList.Target target = ProxyList.Target.SQUID;

        @CommandLine.Option(
                names = "--list",
                paramLabel = "LIST",
                defaultValue = "BLOCK",
                description = "block, coach or allow (default: block)")
        private Access access = Access.BLOCK;

        @CommandLine.Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "the register (default: none, so nothing is allowed)")
        private Optional<Path> register = Optional.empty();

        private final Terminal terminal;

        Export(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            ProxyList list;
            try {
                list = ProxyList.of(policy(register), access, target, terminal.clock().instant());
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
            }
            for (String line : list.lines()) {
                terminal.out().println(line);
            }
            terminal.out().flush();
            for (String rule : list.leftOut()) {
                terminal.err().println("left out: " + rule);
            }
            return ExitCode.CLEAN;
        }
    }
}
