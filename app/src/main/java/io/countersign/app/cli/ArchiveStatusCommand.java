package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.query.ArchiveLag;
import io.countersign.app.query.ArchiveLag.Behind;
import io.countersign.audit.verify.LogReaders;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign archive status`.
@CommandLine.Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Says what the archive holds, how far it goes, how far the log is ahead in each chain, and until",
            "when the oldest entry has to be kept; where the configuration names a locked record, when its first lock ends.",
            "Exit code 1 where an entry of the log waits for more than five minutes to be archived."
        },
        footer = {
            "",
            "Examples:",
            "  countersign archive status countersign-data",
            "  countersign archive status countersign-data --json"
        })
final class ArchiveStatusCommand implements Command {
    /// A live archive is some seconds to minutes behind.
    private static final Duration LATE = Duration.ofMinutes(5);

    @CommandLine.Mixin private final ArchiveCommand.Place place = new ArchiveCommand.Place();

    @CommandLine.Option(names = "--json", description = "one JSON document for machines")
    private boolean asJson;

    private final Terminal terminal;

    ArchiveStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        List<LogPlace> logs = place.logs();
        LogReaders readers = place.readers(logs);
        try (Archive archive = place.open(logs)) {
            ArchiveLag lag = ArchiveLag.of(archive.archivedTo(), readers);
            Optional<Instant> firstEnd = firstEnd();
            if (asJson) {
                write(archive, lag, firstEnd);
            } else {
                say(archive, lag);
                firstEnd.ifPresent(end ->
                        terminal.say("locked    the first lock of the record ends at " + end));
            }
            Instant late = terminal.clock().instant().minus(LATE);
            return lag.waitingSince().filter(since -> since.isBefore(late)).isPresent()
                    ? ExitCode.FOUND
                    : ExitCode.CLEAN;
        }
    }

    /// When the first lock of the locked record ends; empty where there is none.
    private Optional<Instant> firstEnd() throws IOException {
        Optional<LockedPlace> locked = place.locked(Optional.empty());
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        try (LockedPlace record = locked.get()) {
            return record.record().firstEnd();
        }
    }

    private void say(Archive archive, ArchiveLag lag) {
        for (ArchiveTable table : ArchiveTable.values()) {
            Archive.TableSize tableSize = archive.size(table);
            terminal.say(
                    String.format(
                            "%-9s %,14d rows %,8d files %,16d bytes",
                            table.folder(),
                            tableSize.rows(),
                            tableSize.files(),
                            tableSize.bytes()));
        }
        for (Behind chain : lag.chains()) {
            terminal.say(
                    String.format(
                            "chain     %s below %d%s",
                            TerminalText.line(chain.chain()), chain.archived(), ahead(chain)));
        }
        terminal.say(
                "newest    "
                        + lag.newest()
                                .map(newest ->
                                        newest.time()
                                                + "  "
                                                + TerminalText.line(newest.chain())
                                                + ":"
                                                + newest.seq())
                                .orElse("nothing is archived that is sealed"));
        lag.keptUntil()
                .ifPresent(until ->
                        terminal.say(
                                "oldest    "
                                        + lag.oldest().orElseThrow()
                                        + "; six years end on "
                                        + until));
        terminal.say(
                lag.entries() == 0
                        ? "log       nothing of it is missing"
                        : "log       the log is "
                                + lag.entries()
                                + " entries ahead: a live archive takes them in (archive.live), and so"
                                + " does countersign archive rebuild");
    }

    private static String ahead(Behind chain) {
        if (chain.lag() > 0) {
            return "; the log has "
                    + chain.lag()
                    + " more"
                    + chain.waitingSince().map(since -> ", the first of " + since).orElse("");
        }
        return chain.lag() < 0 ? "; " + -chain.lag() + " of them are not sealed yet" : "";
    }

    private void write(Archive archive, ArchiveLag lag, Optional<Instant> firstEnd)
            throws IOException {
        try (JsonGenerator json = ArchiveCommand.json(terminal)) {
            json.writeStartObject();
            json.writeNumberField("lag_entries", lag.entries());
            time(json, "waiting_since", lag.waitingSince());
            time(json, "newest_archived", lag.newest().map(ArchiveLag.Newest::time));
            time(json, "oldest_entry", lag.oldest());
            if (lag.keptUntil().isPresent()) {
                json.writeStringField("kept_until", lag.keptUntil().get().toString());
            }
            time(json, "first_lock_ends", firstEnd);
            json.writeObjectFieldStart("tables");
            for (ArchiveTable table : ArchiveTable.values()) {
                Archive.TableSize tableSize = archive.size(table);
                json.writeObjectFieldStart(table.folder());
                json.writeNumberField("rows", tableSize.rows());
                json.writeNumberField("files", tableSize.files());
                json.writeNumberField("bytes", tableSize.bytes());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeArrayFieldStart("chains");
            for (Behind chain : lag.chains()) {
                json.writeStartObject();
                json.writeStringField("chain", chain.chain());
                json.writeNumberField("archived_below", chain.archived());
                json.writeNumberField("sealed_below", chain.sealed());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        terminal.out().println();
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> time)
            throws IOException {
        if (time.isPresent()) {
            json.writeStringField(name, time.get().toString());
        }
    }
}
