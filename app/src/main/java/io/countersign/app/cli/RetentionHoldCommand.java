package io.countersign.app.cli;

import io.countersign.app.locked.HeldEntries;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.retention.EvidencePlace;
import io.countersign.app.retention.HoldPlacing;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.verify.EntryKey;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import picocli.CommandLine;

/// `countersign retention hold`.
@CommandLine.Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps the evidence of some entries readable beyond the end of its quarter's key.",
            "Their data keys are kept under a key of the hold, and a hold entry says so. All that is given",
            "has to be true of an entry for it to be held; what does not open any more cannot be held."
        },
        footer = {
            "",
            "Examples:",
            "  countersign retention hold case-17 --config countersign.yaml --reason LITIGATION --user jokafor",
            "  countersign retention hold case-18 --config countersign.yaml --reason AUDIT --entries cited.txt",
            "  countersign retention hold case-19 --config countersign.yaml --reason LITIGATION --from 2026-10-01T00:00:00Z --to 2026-10-08T00:00:00Z"
        })
final class RetentionHoldCommand implements Command {
    private static final long MAX_LIST_BYTES = 32L << 20;

    @CommandLine.Parameters(
            paramLabel = "HOLD",
            description = "a name for it, such as the case's: letters, digits, dot, _ and -")
    private String id = "";

    @CommandLine.Mixin private final RetentionPlace place = new RetentionPlace();

    @CommandLine.Option(
            names = "--reason",
            required = true,
            paramLabel = "CODE",
            description = "why, as a code of A-Z, 0-9 and _, such as LITIGATION")
    private String reason = "";

    @CommandLine.Option(
            names = "--entry",
            paramLabel = "CHAIN:SEQ",
            description = "an entry; again for each")
    private List<String> entries = List.of();

    @CommandLine.Option(
            names = "--entries",
            paramLabel = "FILE",
            description = "a file that names an entry in each line")
    private Optional<Path> list = Optional.empty();

    @CommandLine.Option(
            names = "--user",
            paramLabel = "NAME",
            description =
                    "events of this person, by id or as the source spelt it, and what he or she asked")
    private Optional<String> user = Optional.empty();

    @CommandLine.Option(
            names = "--from",
            paramLabel = "TIME",
            description = "events of this time or later, such as 2026-10-01T00:00:00Z")
    private Optional<Instant> from = Optional.empty();

    @CommandLine.Option(
            names = "--to",
            paramLabel = "TIME",
            description = "events before this time")
    private Optional<Instant> to = Optional.empty();

    @CommandLine.Option(
            names = "--person",
            paramLabel = "NAME",
            description = "who places it; the name of your login where it is left out")
    private Optional<String> person = Optional.empty();

    private final Terminal terminal;

    RetentionHoldCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        String who = person.orElse(System.getProperty("user.name", ""));
        if (!EntryGrammar.code(reason) || !EntryGrammar.user(who)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--reason is 1 to 64 of A-Z 0-9 _, and --person a name without control characters");
        }
        Predicate<AuditEntry> selection = selection();
        RetentionPlace.Site site = place.site();
        Deployment cluster = site.cluster();
        try (RetentionPlace.Site.Lock _ = site.lock()) {
            HoldPlacing.Placed placed =
                    new HoldPlacing(site.keys(), site.holds(), site.inventory(selection))
                            .place(
                                    id,
                                    reason,
                                    who,
                                    each -> evidence(cluster, each),
                                    site.chained(cluster, terminal));
            List<EntryKey> held = new ArrayList<>();
            placed.hold()
                    .keys()
                    .forEach(key -> held.add(new EntryKey(ChainId.parse(key.chain()), key.seq())));
            RecordOfInstallation.held(site.configuration())
                    .add(new HeldEntries.Name(HeldEntries.Sort.HOLD, id), held);
            terminal.say(
                    id
                            + " holds "
                            + placed.hold().keys().size()
                            + " records; hold entry "
                            + placed.entry().getChain()
                            + ":"
                            + placed.entry().getSeq());
            placed.hold()
                    .byQuarter()
                    .forEach((kid, records) -> terminal.say("  " + kid + "  " + records));
            return ExitCode.CLEAN;
        } catch (RefusedException | IllegalStateException why) {
            throw new CommandFailure(
                    ExitCode.FAILED, TerminalText.line(String.valueOf(why.getMessage())));
        }
    }

    private Predicate<AuditEntry> selection() throws IOException {
        Set<EvidencePlace> named = new HashSet<>();
        for (String entry : entries) {
            named.add(named(entry));
        }
        if (list.isPresent()) {
            if (Files.size(list.get()) > MAX_LIST_BYTES) {
                throw new CommandFailure(ExitCode.REJECTED, "--entries is larger than 32 MiB");
            }
            for (String line : Files.readAllLines(list.get())) {
                if (!line.isBlank()) {
                    named.add(named(line.strip()));
                }
            }
        }
        if (named.isEmpty() && user.isEmpty() && from.isEmpty() && to.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Say what is to be held: --entry, --entries, --user, --from or --to");
        }
        return entry ->
                (named.isEmpty()
                                || named.contains(
                                        new EvidencePlace(entry.getChain(), entry.getSeq())))
                        && (entry.getEvent().filter(this::isMeant).isPresent()
                                || entry.getAccess()
                                        .filter(access -> isMeant(entry, access))
                                        .isPresent());
    }

    private boolean isMeant(AuditEntry entry, AccessEntry access) {
        return isIn(Instant.ofEpochMilli(entry.getTimeMillis()))
                && user.filter(name -> !access.getPerson().equals(name)).isEmpty();
    }

    private boolean isMeant(EventEntry event) {
        return isIn(Instant.ofEpochMilli(event.getTimeMillis()))
                && user.filter(name -> !isOf(event, name)).isEmpty();
    }

    private boolean isIn(Instant time) {
        return from.filter(time::isBefore).isEmpty()
                && to.filter(end -> !time.isBefore(end)).isEmpty();
    }

    private static boolean isOf(EventEntry event, String name) {
        return event.getUser().filter(name::equals).isPresent()
                || event.getPerson().flatMap(PersonPart::getId).filter(name::equals).isPresent();
    }

    private static EvidencePlace named(String text) {
        EntryName name = EntryName.of(text);
        return new EvidencePlace(name.chain().toString(), name.seq());
    }

    private void evidence(Deployment cluster, Consumer<EvidenceEnvelope> each) {
        AvroDecoder<EvidenceEnvelope> decoder =
                new AvroDecoder<>(EvidenceEnvelope.class, cluster.schemas());
        try (TopicsToTheEnd topics = new TopicsToTheEnd(cluster)) {
            topics.read(
                    Topics.EVIDENCE,
                    record -> {
                        try {
                            each.accept(decoder.framed(record.value()));
                        } catch (UndecodableRecordException _damaged) {
                            // What is missing for it is said at the end.
                        }
                    },
                    _count -> {});
        }
    }
}
