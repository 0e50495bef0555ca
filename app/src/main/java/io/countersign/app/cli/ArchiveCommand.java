package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.archive.ArchiveOfInstallation;
import io.countersign.app.config.Configuration;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.ledger.storage.s3.S3Log;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveCheck;
import io.countersign.sinks.archive.ArchiveCompaction;
import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.archive.ArchiveRebuild;
import io.countersign.sinks.archive.ArchiveTable;
import io.countersign.sinks.archive.Phase;
import io.countersign.sinks.archive.Progress;
import io.countersign.sinks.archive.SealedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;

/// `countersign archive`.
@CommandLine.Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        description = {
            "The archive: tables for questions (Iceberg, sorted Parquet), a derived copy of the log.",
            "The log is the record; whatever happens to the archive, rebuild makes it again."
        })
final class ArchiveCommand {
    private ArchiveCommand() {}

    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new ArchiveCommand())
                .addSubcommand(new Rebuild(terminal))
                .addSubcommand(new ArchiveStatusCommand(terminal))
                .addSubcommand(new Verify(terminal))
                .addSubcommand(new ArchiveCheckCommand(terminal))
                .addSubcommand(new Compact(terminal));
    }

    /// Where the log and its archive lie.
    static final class Place {
        @CommandLine.Parameters(
                arity = "0..1",
                paramLabel = "DIR",
                description =
                        "the installation's directory, or the log in it; or s3://bucket/prefix")
        private String log = "";

        @CommandLine.Option(
                names = "--archive",
                paramLabel = "DIR",
                description =
                        "where the archive lies; by default archive in the installation's directory")
        private Optional<Path> archive = Optional.empty();

        @CommandLine.Option(
                names = "--vkeys",
                paramLabel = "FILE",
                description =
                        "verifier keys that you have from elsewhere; by default those beside the log")
        private Optional<Path> vkeys = Optional.empty();

        @CommandLine.Option(
                names = "--config",
                paramLabel = "FILE",
                description = "how to reach a log in a bucket, and an archive in a catalogue")
        private Optional<Path> config = Optional.empty();

        /// True where no log was named.
        boolean isNowhere() {
            return log.isEmpty();
        }

        List<LogPlace> logs() throws IOException {
            if (isNowhere()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "Name the installation's directory, or the log's bucket");
            }
            return LogPlace.all(log, config);
        }

        /// Keys that vouch for a locked record: those that were named, or those beside the log.
        Optional<VerifierKeys> keys() throws IOException {
            if (vkeys.isPresent()) {
                return Optional.of(LogPlace.read(vkeys.get()));
            }
            return isNowhere() ? Optional.empty() : LogPlace.keysBeside(logs());
        }

        /// A locked record, as it is named or as the configuration names it.
        Optional<LockedPlace> locked(Optional<String> named) throws IOException {
            return LockedPlace.find(named, config, keys());
        }

        /// The catalogue of the configuration, where it names one and nobody names a directory.
        private Optional<ArchivePlace> catalogue() throws IOException {
            if (archive.isPresent() || config.isEmpty()) {
                return Optional.empty();
            }
            Configuration configuration = LockedPlace.configuration(config);
            return configuration.archive().catalogue().isPresent()
                    ? Optional.of(ArchiveOfInstallation.place(configuration))
                    : Optional.empty();
        }

        /// Where a log is read from the record alone, the archive has to be named.
        ArchivePlace archiveOfRecord() throws IOException {
            Optional<ArchivePlace> catalogue = catalogue();
            return catalogue.isPresent()
                    ? catalogue.get()
                    : new ArchivePlace.InDirectory(
                            archive.orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.USAGE,
                                            "Name the archive's directory with --archive")));
        }

        /// The logs' entries at the checkpoints that the keys vouch for.
        LogReaders readers(List<LogPlace> logs) throws IOException {
            return LogPlace.open(logs, vkeys);
        }

        /// The logs at those checkpoints.
        List<SealedLog> sealed(List<LogPlace> logs) throws IOException {
            List<EntryReader> readers = readers(logs).oldestFirst();
            List<SealedLog> sealed = new ArrayList<>();
            for (int i = 0; i < logs.size(); i++) {
                sealed.add(new SealedLog(logs.get(i).source(), readers.get(i).checkpoint()));
            }
            return sealed;
        }

        ArchivePlace archive(List<LogPlace> logs) throws IOException {
            Optional<ArchivePlace> catalogue = catalogue();
            return catalogue.isPresent()
                    ? catalogue.get()
                    : new ArchivePlace.InDirectory(directory(logs));
        }

        private Path directory(List<LogPlace> logs) {
            if (archive.isPresent()) {
                return archive.get();
            }
            return switch (logs.getFirst()) {
                case LogPlace.InDirectory found -> found.directory().resolveSibling("archive");
                case LogPlace.InBucket _ ->
                        throw new CommandFailure(
                                ExitCode.USAGE,
                                "The log lies in a bucket: name the archive's directory with --archive");
            };
        }

        Archive open(List<LogPlace> logs) throws IOException {
            ArchivePlace place = archive(logs);
            return place.open()
                    .orElseThrow(() ->
                            new CommandFailure(
                                    ExitCode.FAILED,
                                    "There is no archive in "
                                            + place
                                            + ": countersign archive rebuild makes it"));
        }
    }

    /// Shows how far it is; one for each phase, since they go at different speeds.
    private static Progress shownOn(Terminal terminal) {
        Map<Phase, TimeLeft> left = new EnumMap<>(Phase.class);
        return (phase, done, total) -> {
            String words =
                    left.computeIfAbsent(phase, _ -> new TimeLeft(terminal.clock()))
                            .words(done, total);
            terminal.progress(
                    switch (phase) {
                        case READING -> "read " + done + " of " + total + " entries" + words;
                        case MERGING -> "merged " + done + " of " + total + " partitions" + words;
                    });
            return true;
        };
    }

    private static ExecutorService threads(List<LogPlace> logs) {
        return Executors.newFixedThreadPool(logs.getFirst().readers());
    }

    static JsonGenerator json(Terminal terminal) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(terminal.out());
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        return json;
    }

    /// `countersign archive rebuild`.
    @CommandLine.Command(
            name = "rebuild",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the archive from the log alone, up to its checkpoint; from the logs of all years, where",
                "DIR is an installation. With --from, of the locked record alone: where the log is lost, too.",
                "The tables are built beside those that are there and replace them at the end, and",
                "only where the entries give the checkpoint's root. Stop or kill it as you like: the",
                "next call goes on from its last commit. A live archive goes on where this one ends."
            },
            footer = {
                "",
                "Examples:",
                "  countersign archive rebuild countersign-data",
                "  countersign archive rebuild /mnt/export/log --archive /srv/archive --vkeys auditor.vkeys",
                "  countersign archive rebuild s3://audit-log/countersign --archive archive --config countersign.yaml",
                "  countersign archive rebuild --from s3://audit-record/hospital --archive archive --config countersign.yaml --vkeys auditor.vkeys"
            })
    static final class Rebuild implements Command {
        @CommandLine.Mixin private final Place place = new Place();

        @CommandLine.Option(names = "--json", description = "one JSON document for machines")
        private boolean asJson;

        /// Of bundles in a bucket: a store answers each in some milliseconds.
        private static final int READERS = S3Log.PARALLEL_READS;

        private final Terminal terminal;

        Rebuild(Terminal terminal) {
            this.terminal = terminal;
        }

        @CommandLine.Option(
                names = "--from",
                paramLabel = "PLACE",
                description =
                        "the locked record, a directory or s3://bucket/prefix, in place of a log")
        private Optional<String> from = Optional.empty();

        @Override
        public ExitCode run() throws IOException, InterruptedException {
            if (from.isPresent()) {
                try (LockedPlace record = place.locked(from).orElseThrow();
                        ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
                    return made(
                            place.archiveOfRecord(),
                            new ArchiveRebuild(record.logs(), threads, shownOn(terminal)));
                }
            }
            List<LogPlace> logs = place.logs();
            try (ExecutorService threads = threads(logs)) {
                return made(
                        place.archive(logs),
                        new ArchiveRebuild(place.sealed(logs), threads, shownOn(terminal)));
            }
        }

        private ExitCode made(ArchivePlace place, ArchiveRebuild rebuild)
                throws IOException, InterruptedException {
            ArchiveRebuild.Outcome outcome = FreeArchive.await(terminal, () -> rebuild.into(place));
            if (asJson) {
                try (JsonGenerator json = json(terminal)) {
                    json.writeStartObject();
                    json.writeStringField("archive", place.toString());
                    json.writeNumberField("entries", outcome.entries());
                    json.writeNumberField("resumed_at", outcome.resumedAt());
                    json.writeEndObject();
                }
                terminal.out().println();
            } else {
                if (outcome.resumedAt() > 0) {
                    terminal.say(
                            "An earlier rebuild had read "
                                    + outcome.resumedAt()
                                    + " entries, and this one went on from there.");
                }
                terminal.say(
                        "The archive in "
                                + TerminalText.line(place.toString())
                                + " holds the log's "
                                + outcome.entries()
                                + " entries.");
            }
            return ExitCode.CLEAN;
        }
    }

    /// `countersign archive verify`.
    @CommandLine.Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Compares the archive with the log: each entry has its rows, each value is the one that",
                "the entry gives, and there is no other row. Every row is made again from the log.",
                "Where the configuration has archive.lock, or --locked names a record: compares each locked object",
                "with the signed manifest, every locked entry with the signed root, and the record with the log.",
                "Without DIR the record is looked at alone. Exit code 1 where anything differs."
            },
            footer = {
                "",
                "Examples:",
                "  countersign archive verify countersign-data",
                "  countersign archive verify /mnt/export/log --archive /srv/archive --json",
                "  countersign archive verify countersign-data --config countersign.yaml",
                "  countersign archive verify --locked s3://audit-record/hospital --config countersign.yaml --vkeys auditor.vkeys"
            })
    static final class Verify implements Command {
        @CommandLine.Mixin private final Place place = new Place();

        @CommandLine.Option(
                names = "--locked",
                paramLabel = "PLACE",
                description =
                        "the locked record, a directory or s3://bucket/prefix; what archive.lock names otherwise")
        private Optional<String> locked = Optional.empty();

        @CommandLine.Option(names = "--json", description = "one JSON document for machines")
        private boolean asJson;

        private final Terminal terminal;

        Verify(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, InterruptedException {
            try (Records records = new Records(place.locked(locked))) {
                if (place.isNowhere() && records.place().isPresent()) {
                    return compared(
                            Optional.empty(),
                            Optional.of(
                                    LockedComparison.of(
                                            records.place().get(),
                                            Optional.empty(),
                                            terminal.clock().instant())));
                }
                List<LogPlace> logs = place.logs();
                List<SealedLog> sealed = place.sealed(logs);
                Optional<LockedComparison> comparison = Optional.empty();
                if (records.place().isPresent()) {
                    comparison =
                            Optional.of(
                                    LockedComparison.of(
                                            records.place().get(),
                                            Optional.of(sealed),
                                            terminal.clock().instant()));
                }
                boolean onlyRecord = comparison.isPresent() && !isThere(logs);
                return compared(
                        onlyRecord ? Optional.empty() : Optional.of(tables(logs, sealed)),
                        comparison);
            }
        }

        private boolean isThere(List<LogPlace> logs) throws IOException {
            Optional<Archive> found = place.archive(logs).open();
            found.ifPresent(Archive::close);
            return found.isPresent();
        }

        private ArchiveCheck.Result tables(List<LogPlace> logs, List<SealedLog> sealed)
                throws IOException, InterruptedException {
            try (Archive archive = place.open(logs);
                    ExecutorService threads = threads(logs)) {
                return new ArchiveCheck(sealed, threads, shownOn(terminal)).of(archive);
            }
        }

        /// The record, if there is one, until the command ends.
        private record Records(Optional<LockedPlace> place) implements AutoCloseable {
            @Override
            public void close() throws IOException {
                if (place.isPresent()) {
                    place.get().close();
                }
            }
        }

        private ExitCode compared(
                Optional<ArchiveCheck.Result> tables, Optional<LockedComparison> record)
                throws IOException {
            if (asJson) {
                try (JsonGenerator json = json(terminal)) {
                    json.writeStartObject();
                    if (tables.isPresent()) {
                        write(json, tables.get());
                    }
                    if (record.isPresent()) {
                        record.get().write(json);
                    }
                    json.writeEndObject();
                }
                terminal.out().println();
            } else {
                tables.ifPresent(this::say);
                record.ifPresent(one -> one.say(terminal));
            }
            return tables.filter(result -> !result.isClean()).isEmpty()
                            && record.filter(one -> !one.isClean()).isEmpty()
                    ? ExitCode.CLEAN
                    : ExitCode.FOUND;
        }

        private void say(ArchiveCheck.Result result) {
            for (String file : result.unreadable()) {
                terminal.say(terminal.red("missing or damaged ") + TerminalText.line(file));
            }
            for (ArchiveCheck.Difference difference : result.differences()) {
                terminal.say(
                        terminal.red("differs ")
                                + difference.table().folder()
                                + " "
                                + TerminalText.line(difference.partition())
                                + ": "
                                + difference.found()
                                + " rows, by the log "
                                + difference.expected());
            }
            if (result.unsealed() > 0) {
                terminal.say(
                        result.unsealed()
                                + " rows are of entries that the log does not hold yet; they were not"
                                + " compared.");
            }
            if (result.behind() > 0) {
                terminal.say(
                        result.behind()
                                + " entries of the log are not in the archive yet, and were not compared.");
            }
            if (result.differing() > result.differences().size()) {
                terminal.say(result.differing() + " partitions differ in all");
            }
            terminal.say(
                    result.isClean()
                            ? terminal.green("The archive is what the log says: ")
                                    + result.rows()
                                    + " rows; the log has "
                                    + result.entries()
                                    + " entries."
                            : terminal.red("The archive is not what the log says.")
                                    + " The log is the record: countersign archive rebuild makes the archive"
                                    + " again.");
        }

        private static void write(JsonGenerator json, ArchiveCheck.Result result)
                throws IOException {
            json.writeBooleanField("clean", result.isClean());
            json.writeNumberField("entries", result.entries());
            json.writeNumberField("behind", result.behind());
            json.writeNumberField("rows", result.rows());
            json.writeNumberField("differing_partitions", result.differing());
            json.writeArrayFieldStart("differences");
            for (ArchiveCheck.Difference difference : result.differences()) {
                json.writeStartObject();
                json.writeStringField("table", difference.table().folder());
                json.writeStringField("partition", difference.partition());
                json.writeNumberField("expected", difference.expected());
                json.writeNumberField("found", difference.found());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unreadable");
            for (String file : result.unreadable()) {
                json.writeString(file);
            }
            json.writeEndArray();
        }
    }

    /// `countersign archive compact`.
    @CommandLine.Command(
            name = "compact",
            mixinStandardHelpOptions = true,
            description = {
                "Makes one sorted file of the files of each partition that has several.",
                "No row changes. Files that no table names are deleted, an hour after the newest at the earliest.",
                "It may be done while the archive is written: what comes meanwhile waits."
            },
            footer = {
                "",
                "Examples:",
                "  countersign archive compact countersign-data",
                "  countersign archive compact countersign-data --min-files 8"
            })
    static final class Compact implements Command {
        @CommandLine.Mixin private final Place place = new Place();

        @CommandLine.Option(
                names = "--min-files",
                paramLabel = "N",
                description = "partitions with fewer files stay as they are; by default 2")
        private int minFiles = 2;

        private final Terminal terminal;

        Compact(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, InterruptedException {
            if (minFiles < 2) {
                throw new CommandFailure(ExitCode.USAGE, "--min-files is 2 or more");
            }
            List<LogPlace> logs = place.logs();
            place.open(logs).close();
            try (Archive archive = FreeArchive.await(terminal, place.archive(logs)::openToWrite);
                    ExecutorService threads = threads(logs)) {
                new ArchiveCompaction(archive, threads, minFiles).run(shownOn(terminal));
                archive.cleanUp();
                long files = 0;
                for (ArchiveTable table : ArchiveTable.values()) {
                    files += archive.size(table).files();
                }
                terminal.say("The archive has " + files + " files.");
            }
            return ExitCode.CLEAN;
        }
    }
}
