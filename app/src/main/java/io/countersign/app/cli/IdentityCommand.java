package io.countersign.app.cli;

import io.countersign.app.identity.Declared;
import io.countersign.app.identity.DirectoryParts;
import io.countersign.app.identity.IdentityFiles;
import io.countersign.app.identity.InvalidIdentityFileException;
import io.countersign.app.identity.UnresolvedSpellings;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Directories;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.detectors.identity.People;
import io.countersign.detectors.identity.Sighting;
import io.countersign.detectors.identity.Who;
import io.countersign.schemas.IdentityPart;
import io.countersign.topology.policy.IdentityReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine;

/// `countersign identity`.
@CommandLine.Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = "The directory of people: one id for every spelling, and what nobody has.")
final class IdentityCommand {
    private static final int MAX_ROWS = 200;

    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new IdentityCommand())
                .addSubcommand(new Check(terminal))
                .addSubcommand(new Load(terminal))
                .addSubcommand(new Show(terminal))
                .addSubcommand(new Unresolved(terminal));
    }

    /// The directory that some files make by themselves.
    static People people(List<Path> files, Instant now) throws IOException {
        return people(parts(Map.of(), files, now));
    }

    private static People people(Collection<IdentityPart> parts) {
        return People.of(parts.stream().map(IdentityReader::read).toList());
    }

    private static List<IdentityPart> parts(
            Map<String, IdentityPart> published, List<Path> files, Instant now) throws IOException {
        try {
            Declared declared = IdentityFiles.read(files);
            return DirectoryParts.next(published, declared, now);
        } catch (InvalidIdentityFileException e) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
        }
    }

    private static long people(Collection<IdentityPart> parts, long now) {
        return parts.stream()
                .flatMap(part -> part.getStints().stream())
                .filter(stint -> stint.getPeriod().getToMillis().orElse(Long.MAX_VALUE) > now)
                .map(stint -> stint.getPerson())
                .distinct()
                .count();
    }

    private static long leases(Collection<IdentityPart> parts) {
        return parts.stream().mapToLong(part -> part.getLeases().size()).sum();
    }

    /// Says what is there, and which spellings resolve to nobody since several people have them.
    private static boolean report(
            Terminal terminal, Collection<IdentityPart> parts, People people, Instant now) {
        terminal.say(
                "%d people, %d spellings, %d leases"
                        .formatted(
                                people(parts, now.toEpochMilli()),
                                people.spellings(),
                                leases(parts)));
        Map<String, Set<String>> ambiguous = new TreeMap<>(people.ambiguous(now));
        int shown = 0;
        for (Map.Entry<String, Set<String>> one : ambiguous.entrySet()) {
            if (shown++ == MAX_ROWS) {
                terminal.say("… and " + (ambiguous.size() - MAX_ROWS) + " more");
                break;
            }
            terminal.say(
                    terminal.yellow(
                            TerminalText.line(one.getKey())
                                    + " resolves to nobody: it is the name of "
                                    + TerminalText.line(
                                            String.join(", ", new TreeSet<>(one.getValue())))));
        }
        return ambiguous.isEmpty();
    }

    /// `countersign identity check`.
    @CommandLine.Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "Reads files about people and says what they come to, without a cluster.",
                "People as CSV (person, aliases, login, upn, mail, department, role, from, to) or as a SCIM export",
                "of /Users; leases as CSV or JSON lines (ip, person, from, to, kind); rules as YAML.",
                "Exit code 1 where several people have one spelling, 3 where a file can't be taken."
            },
            footer = {
                "",
                "Example:",
                "  countersign identity check identity.csv spellings.yaml leases.csv"
            })
    static final class Check implements Command {
        @CommandLine.Parameters(paramLabel = "FILE", arity = "1..*", description = "the files")
        private List<Path> files = List.of();

        private final Terminal terminal;

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Instant now = terminal.clock().instant();
            List<IdentityPart> parts = parts(Map.of(), files, now);
            return report(terminal, parts, people(parts), now) ? ExitCode.CLEAN : ExitCode.FOUND;
        }
    }

    /// `countersign identity load`.
    @CommandLine.Command(
            name = "load",
            mixinStandardHelpOptions = true,
            description = {
                "Publishes files about people to identity.v1, signed; the topology takes them without a restart.",
                "A file of people is the whole of them: whoever is missing has no name from now on. Leases are added",
                "and kept for 30 days. What was true before stays so for events of that time."
            },
            footer = {
                "",
                "Examples:",
                "  countersign identity load identity.csv spellings.yaml --config countersign.yaml",
                "  countersign identity load dhcp.csv --config countersign.yaml"
            })
    static final class Load implements Command {
        @CommandLine.Parameters(paramLabel = "FILE", arity = "1..*", description = "the files")
        private List<Path> files = List.of();

        @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

        private final Terminal terminal;

        Load(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, MalformedNoteException {
            Instant now = terminal.clock().instant();
            try (AlertSite open = site.running()) {
                Deployment deployment = open.deployment();
                OwnSignature.mustCount(deployment);
                Map<String, IdentityPart> all =
                        new TreeMap<>(Directories.current(deployment).parts());
                List<IdentityPart> changed = parts(all, files, now);
                changed.forEach(part -> all.put(part.getKey(), part));
                People people = people(all.values());
                try (Producer<byte[], byte[]> producer = deployment.producer()) {
                    Directories.publish(deployment, producer, changed);
                }
                report(terminal, all.values(), people, now);
                terminal.say(
                        changed.isEmpty()
                                ? "Nothing differs from what is published."
                                : "Published in %d parts; events are resolved by it from now on."
                                        .formatted(changed.size()));
            }
            return ExitCode.CLEAN;
        }
    }

    /// `countersign identity show`.
    @CommandLine.Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Says whom the published directory names for a spelling or an address.",
                "Without NAME: how many people, spellings and leases there are, and what is ambiguous."
            },
            footer = {
                "",
                "Examples:",
                "  countersign identity show --config countersign.yaml",
                "  countersign identity show 'hosp\\jokafor' --config countersign.yaml",
                "  countersign identity show 192.0.2.57 --at 2026-11-22T09:31:12Z --config countersign.yaml"
            })
    static final class Show implements Command {
        @CommandLine.Parameters(
                paramLabel = "NAME",
                arity = "0..1",
                description = "a spelling as a source writes it, or an IP address")
        private Optional<String> name = Optional.empty();

        @CommandLine.Option(
                names = "--at",
                paramLabel = "TIME",
                description = "as of this time; now otherwise")
        private Optional<String> at = Optional.empty();

        @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

        private final Terminal terminal;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, MalformedNoteException {
            Instant time = time();
            Directories.Current current;
            try (AlertSite open = site.readable(terminal)) {
                current = Directories.current(open.deployment());
            }
            if (!current.refused().isEmpty()) {
                terminal.say(
                        terminal.red(
                                current.refused().size()
                                        + " parts on identity.v1 are refused: nobody who is trusted signed them"));
            }
            People people = people(current.parts().values());
            if (name.isEmpty()) {
                report(terminal, current.parts().values(), people, time);
                return ExitCode.CLEAN;
            }
            boolean address = io.countersign.audit.chain.EntryGrammar.ip(name.get());
            Who who =
                    people.at(
                            new Sighting(
                                    address ? Optional.empty() : name,
                                    Optional.empty(),
                                    address ? name : Optional.empty(),
                                    time));
            terminal.say(
                    TerminalText.line(
                            name.get()
                                    + " -> "
                                    + who.person().orElse("nobody")
                                    + who.department().map(text -> ", " + text).orElse("")
                                    + who.role().map(text -> ", " + text).orElse("")
                                    + " ("
                                    + who.resolution()
                                    + ")"));
            return who.person().isPresent() ? ExitCode.CLEAN : ExitCode.FOUND;
        }

        private Instant time() {
            try {
                return at.isEmpty() ? terminal.clock().instant() : Instant.parse(at.get());
            } catch (DateTimeException e) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--at takes a time such as 2026-11-22T09:31:12Z");
            }
        }
    }

    /// `countersign identity unresolved`.
    @CommandLine.Command(
            name = "unresolved",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the spellings of the log that resolved to nobody, with the number of events.",
                "UNKNOWN_SPELLING: nobody has it. AMBIGUOUS: several people have it. SHARED: declared so.",
                "Exit code 1 where there are any but shared ones."
            },
            footer = {
                "",
                "Example:",
                "  countersign identity unresolved --days 7 --config countersign.yaml"
            })
    static final class Unresolved implements Command {
        @CommandLine.Option(
                names = "--days",
                paramLabel = "N",
                description = "entries of the last N days (default: ${DEFAULT-VALUE})")
        private int days = 30;

        @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

        private final Terminal terminal;

        Unresolved(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            if (days < 1) {
                throw new CommandFailure(ExitCode.USAGE, "--days takes a number from 1 on");
            }
            long since = terminal.clock().instant().minus(Duration.ofDays(days)).toEpochMilli();
            List<UnresolvedSpellings.Spelling> spellings;
            try (AlertSite open = site.readable(terminal)) {
                spellings =
                        UnresolvedSpellings.read(
                                open.deployment(),
                                since,
                                count -> terminal.progress(count + " entries"));
            }
            boolean open = false;
            int shown = 0;
            for (UnresolvedSpellings.Spelling one : spellings) {
                open |= one.resolution() != io.countersign.schemas.PersonResolution.SHARED;
                if (shown++ < MAX_ROWS) {
                    terminal.say(
                            "%8d  %-16s  %-24s %s, last %s"
                                    .formatted(
                                            one.events(),
                                            one.resolution(),
                                            one.format(),
                                            TerminalText.line(one.spelling()),
                                            Instant.ofEpochMilli(one.lastMillis())));
                }
            }
            terminal.say(
                    spellings.isEmpty()
                            ? "Every spelling resolves, or no directory was published yet."
                            : spellings.size() + " spellings resolve to nobody.");
            return open ? ExitCode.FOUND : ExitCode.CLEAN;
        }
    }
}
