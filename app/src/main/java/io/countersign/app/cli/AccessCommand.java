package io.countersign.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.reevaluation.EntriesSince;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign access`: who asked what, when and why.
@CommandLine.Command(
        name = "access",
        mixinStandardHelpOptions = true,
        description = {
            "Who asked what, when and why: the accesses that the log has. The reason that somebody gave is sealed as",
            "evidence; whoever reads it leaves an access entry, and gives a reason too."
        })
final class AccessCommand {
    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new AccessCommand())
                .addSubcommand(new Listed(terminal))
                .addSubcommand(new AccessShowCommand(terminal));
    }

    /// `countersign access list`.
    @CommandLine.Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists who asked what and when, and whether a reason was given, from the sealed log. Nothing of a",
                "reason is shown."
            },
            footer = {
                "",
                "Examples:",
                "  countersign access list --config countersign.yaml --from 2026-11-01",
                "  countersign access list --config countersign.yaml --person jokafor --json"
            })
    static final class Listed implements Command {
        @CommandLine.Option(
                names = "--from",
                paramLabel = "TIME",
                description = "chained since then: a day, or a time in UTC")
        private Optional<String> from = Optional.empty();

        @CommandLine.Option(
                names = "--to",
                paramLabel = "TIME",
                description = "chained before then")
        private Optional<String> to = Optional.empty();

        @CommandLine.Option(
                names = "--person",
                paramLabel = "NAME",
                description = "of this person alone")
        private Optional<String> person = Optional.empty();

        @CommandLine.Option(
                names = "--without-reason",
                description = "those alone for which none was given")
        private boolean withoutReason;

        @CommandLine.Option(names = "--json", description = "an object a line")
        private boolean json;

        @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

        private final Terminal terminal;

        Listed(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Instant since = QuestionOptions.time(from, "--from").orElse(Instant.EPOCH);
            Optional<Instant> end = QuestionOptions.time(to, "--to");
            List<AuditEntry> found = new ArrayList<>();
            try (SealedLog log = new SealedLog(site.configuration())) {
                EntriesSince.read(
                        log.logs(),
                        since,
                        EnumSet.of(EntryKind.ACCESS),
                        (_place, entry) -> {
                            Instant at = Instant.ofEpochMilli(entry.getTimeMillis());
                            if (!at.isBefore(since) && end.filter(at::isAfter).isEmpty()) {
                                found.add(entry);
                            }
                        },
                        count -> terminal.progress("read %,d entries".formatted(count)));
            }
            for (AuditEntry entry : found) {
                entry.getAccess().filter(this::isMeant).ifPresent(access -> say(entry, access));
            }
            if (!json
                    && found.stream()
                            .flatMap(e -> e.getAccess().stream())
                            .noneMatch(this::isMeant)) {
                terminal.say(
                        "No such access in the sealed log. What was asked in the last seconds comes with the next seal.");
            }
            return ExitCode.CLEAN;
        }

        private boolean isMeant(AccessEntry access) {
            return person.filter(name -> !name.equals(access.getPerson())).isEmpty()
                    && !(withoutReason && access.getReason().isPresent());
        }

        private void say(AuditEntry entry, AccessEntry access) {
            if (json) {
                ObjectNode node = new ObjectMapper().createObjectNode();
                node.put("entry", entry.getChain() + ":" + entry.getSeq());
                node.put("at", Instant.ofEpochMilli(entry.getTimeMillis()).toString());
                node.put("person", access.getPerson());
                node.put("action", access.getAction());
                node.put("purpose", access.getPurpose());
                node.put("count", access.getCount());
                node.put("reason_given", access.getReason().isPresent());
                node.put("approved_by_two", access.getApproval().isPresent());
                access.getQuery().ifPresent(query -> node.put("query", query));
                terminal.say(node.toString());
                return;
            }
            AccessShowCommand.lines(entry, access).forEach(terminal::say);
        }
    }
}
