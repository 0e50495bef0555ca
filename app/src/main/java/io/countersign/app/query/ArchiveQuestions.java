package io.countersign.app.query;

import io.countersign.app.WorkerCommand;
import io.countersign.app.role.Deployment;
import io.countersign.forensics.archive.ArchiveFolder;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.QueryProcess;
import io.countersign.forensics.query.Question;
import io.countersign.forensics.query.Selection;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchivePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.iceberg.Table;

/// Asks one archive, as it is when this is opened, through a process that has no keys. For one
/// thread, but [#giveUp].
public final class ArchiveQuestions implements AutoCloseable {
    /// The hidden command that the process runs.
    public static final String COMMAND = "query-worker";

    /// Of the process's Java heap; the engine's own memory is a limit of each question.
    private static final int HEAP_MEGABYTES = 512;

    private final List<ArchiveFolder> parts;
    private final Optional<UpToNow.Read> tail;
    private final Optional<Fetched> fetched;
    private final QueryProcess process =
            new QueryProcess(
                    WorkerCommand.of(
                            COMMAND, HEAP_MEGABYTES, "--enable-native-access=ALL-UNNAMED"));

    private ArchiveQuestions(
            List<ArchiveFolder> parts, Optional<UpToNow.Read> tail, Optional<Fetched> fetched) {
        this.parts = List.copyOf(parts);
        this.tail = tail;
        this.fetched = fetched;
    }

    /// An archive in a catalogue, open to look up files, and what of these is here.
    private record Fetched(Archive archive, FetchedFiles files) implements AutoCloseable {
        @Override
        public void close() {
            archive.close();
        }
    }

    /// What was opened of an archive.
    private record Opened(Optional<ArchiveFolder> tables, Optional<Fetched> fetched) {
        static Opened of(ArchivePlace place, Deployment deployment) throws IOException {
            return switch (place) {
                case ArchivePlace.InDirectory(Path folder) ->
                        new Opened(
                                ArchiveFolder.isThere(folder)
                                        ? Optional.of(ArchiveFolder.open(folder))
                                        : Optional.empty(),
                                Optional.empty());
                case ArchivePlace.InCatalogue catalogue ->
                        catalogue
                                .open()
                                .map(archive -> of(archive, deployment))
                                .orElseGet(() -> new Opened(Optional.empty(), Optional.empty()));
            };
        }

        private static Opened of(Archive archive, Deployment deployment) {
            FetchedFiles files =
                    new FetchedFiles(
                            deployment.state().resolve("archive-files"),
                            archive.table(io.countersign.sinks.archive.ArchiveTable.ENTRIES).io(),
                            (long)
                                            deployment
                                                    .configuration()
                                                    .archive()
                                                    .catalogue()
                                                    .orElseThrow()
                                                    .cacheMegabytes()
                                    << 20,
                            InstantSource.system());
            Map<ArchiveTable, Table> tables = new EnumMap<>(ArchiveTable.class);
            for (ArchiveTable table : ArchiveTable.values()) {
                tables.put(
                        table,
                        archive.table(
                                io.countersign.sinks.archive.ArchiveTable.valueOf(table.name())));
            }
            return new Opened(
                    Optional.of(ArchiveFolder.of(tables, files::place)),
                    Optional.of(new Fetched(archive, files)));
        }
    }

    /// The archive in a directory alone, however far it goes.
    ///
    /// @throws io.countersign.forensics.archive.UnreadableArchiveException where there is none
    public static ArchiveQuestions open(Path folder) throws IOException {
        return new ArchiveQuestions(
                List.of(ArchiveFolder.open(folder)), Optional.empty(), Optional.empty());
    }

    /// The archive alone, however far it goes.
    ///
    /// @throws io.countersign.forensics.archive.UnreadableArchiveException where there is none in a
    ///   directory
    public static ArchiveQuestions open(ArchivePlace place, Deployment deployment)
            throws IOException {
        if (place instanceof ArchivePlace.InDirectory(Path folder)) {
            return open(folder);
        }
        Opened archive = Opened.of(place, deployment);
        if (archive.tables().isEmpty()) {
            throw new IOException(
                    "There is no archive in " + place + ": countersign archive rebuild makes one");
        }
        return new ArchiveQuestions(
                List.of(archive.tables().get()), Optional.empty(), archive.fetched());
    }

    /// The archive, and what the logs and the entry topic of an installation have beyond it.
    ///
    /// @param place where no archive is, all comes from the logs
    /// @param progress told how many entries were read of what the archive lacks
    /// @throws TailTooLongException where that is too much for an answer
    public static ArchiveQuestions upToNow(
            ArchivePlace place, Deployment deployment, Instant now, LongConsumer progress)
            throws IOException, InterruptedException {
        Opened archive = Opened.of(place, deployment);
        boolean read = false;
        try {
            UpToNow.Read tail = UpToNow.read(deployment, archive.tables(), now, progress);
            List<ArchiveFolder> parts = new ArrayList<>();
            archive.tables().ifPresent(parts::add);
            tail.tables().ifPresent(parts::add);
            ArchiveQuestions questions =
                    new ArchiveQuestions(parts, Optional.of(tail), archive.fetched());
            read = true;
            return questions;
        } finally {
            if (!read) {
                archive.fetched().ifPresent(Fetched::close);
            }
        }
    }

    /// How far answers go; empty where they are of the archive alone.
    public Optional<Extent> extent() {
        return tail.map(UpToNow.Read::extent);
    }

    private ArchiveFolder.Found find(Selection selection) throws IOException {
        List<Path> files = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        for (ArchiveFolder part : parts) {
            ArchiveFolder.Found found = part.find(selection);
            files.addAll(found.files());
            rows += found.rows();
            bytes += found.bytes();
        }
        return new ArchiveFolder.Found(files, rows, bytes);
    }

    /// A question that has its files.
    ///
    /// @param rows in these files, which is what the engine may have to look at
    /// @param bytes of these files
    /// @param toFetch of these bytes, what is not on this machine yet
    public record Planned(Question question, long rows, long bytes, long toFetch) {
        /// What reading costs at most, for people.
        public String cost() {
            long files = 0;
            for (ArchiveTable table : ArchiveTable.values()) {
                files += question.files(table).size();
            }
            String all =
                    String.format("%,d rows in %,d files of %,d MB", rows, files, megabytes(bytes));
            return toFetch == 0
                    ? all
                    : all + String.format(", %,d MB of them to fetch", megabytes(toFetch));
        }

        private static long megabytes(long bytes) {
            return (bytes + (1 << 20) - 1) >> 20;
        }
    }

    /// A preset over the files that can hold its rows.
    public Planned plan(Preset.Asked asked, Limits limits) throws IOException {
        ArchiveFolder.Found found = find(asked.selection());
        Map<ArchiveTable, List<Path>> files = Map.of(asked.selection().table(), found.files());
        return planned(
                new Question(asked.sql(), asked.values(), files, limits),
                found.rows(),
                found.bytes());
    }

    /// A question in SQL over all files.
    public Planned plan(String sql, Limits limits) throws IOException {
        Map<ArchiveTable, List<Path>> files = new EnumMap<>(ArchiveTable.class);
        long rows = 0;
        long bytes = 0;
        for (ArchiveTable table : ArchiveTable.values()) {
            ArchiveFolder.Found found = find(Selection.all(table));
            files.put(table, found.files());
            rows += found.rows();
            bytes += found.bytes();
        }
        return planned(new Question(sql, List.of(), files, limits), rows, bytes);
    }

    private Planned planned(Question question, long rows, long bytes) {
        List<Path> needed = files(question);
        return new Planned(
                question,
                rows,
                bytes,
                fetched.map(elsewhere -> elsewhere.files().missing(needed)).orElse(0L));
    }

    private static List<Path> files(Question question) {
        List<Path> files = new ArrayList<>();
        for (ArchiveTable table : ArchiveTable.values()) {
            files.addAll(question.files(table));
        }
        return files;
    }

    /// @throws io.countersign.forensics.query.RefusedQuestionException where there is no answer
    public Answer ask(Planned planned) throws IOException, InterruptedException {
        return ask(planned, _ -> {});
    }

    /// @param progress told how many bytes were fetched that were not on this machine
    /// @throws io.countersign.forensics.query.RefusedQuestionException where there is no answer
    public Answer ask(Planned planned, LongConsumer progress)
            throws IOException, InterruptedException {
        if (fetched.isPresent()) {
            fetched.get().files().fetch(files(planned.question()), progress);
        }
        return process.ask(planned.question());
    }

    /// Ends the question that is under way, from any thread.
    public void giveUp() {
        fetched.ifPresent(elsewhere -> elsewhere.files().giveUp());
        process.close();
    }

    @Override
    public void close() throws IOException {
        process.close();
        fetched.ifPresent(Fetched::close);
        if (tail.isPresent()) {
            tail.get().close();
        }
    }
}
