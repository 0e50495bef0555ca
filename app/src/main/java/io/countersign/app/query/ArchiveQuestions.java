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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Asks one archive, as it is when this is opened, through a process that has no keys. For one
/// thread, but [#giveUp].
public final class ArchiveQuestions implements AutoCloseable {
    /// The hidden command that the process runs.
    public static final String COMMAND = "query-worker";

    /// Of the process's Java heap; the engine's own memory is a limit of each question.
    private static final int HEAP_MEGABYTES = 512;

    private final List<ArchiveFolder> parts;
    private final Optional<UpToNow.Read> tail;
    private final QueryProcess process =
            new QueryProcess(
                    WorkerCommand.of(
                            COMMAND, HEAP_MEGABYTES, "--enable-native-access=ALL-UNNAMED"));

    private ArchiveQuestions(List<ArchiveFolder> parts, Optional<UpToNow.Read> tail) {
        this.parts = List.copyOf(parts);
        this.tail = tail;
    }

    /// The archive alone, however far it goes.
    ///
    /// @throws io.countersign.forensics.archive.UnreadableArchiveException where there is none
    public static ArchiveQuestions open(Path folder) throws IOException {
        return new ArchiveQuestions(List.of(ArchiveFolder.open(folder)), Optional.empty());
    }

    /// The archive, and what the logs and the entry topic of an installation have beyond it.
    ///
    /// @param folder where no archive is, all comes from the logs
    /// @param progress told how many entries were read of what the archive lacks
    /// @throws TailTooLongException where that is too much for an answer
    public static ArchiveQuestions upToNow(
            Path folder, Deployment deployment, Instant now, LongConsumer progress)
            throws IOException, InterruptedException {
        Optional<ArchiveFolder> archive =
                ArchiveFolder.isThere(folder)
                        ? Optional.of(ArchiveFolder.open(folder))
                        : Optional.empty();
        UpToNow.Read tail = UpToNow.read(deployment, archive, now, progress);
        List<ArchiveFolder> parts = new ArrayList<>();
        archive.ifPresent(parts::add);
        tail.tables().ifPresent(parts::add);
        return new ArchiveQuestions(parts, Optional.of(tail));
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
    public record Planned(Question question, long rows, long bytes) {
        /// What reading costs at most, for people.
        public String cost() {
            long files = 0;
            for (ArchiveTable table : ArchiveTable.values()) {
                files += question.files(table).size();
            }
            return String.format(
                    "%,d rows in %,d files of %,d MB", rows, files, (bytes + (1 << 20) - 1) >> 20);
        }
    }

    /// A preset over the files that can hold its rows.
    public Planned plan(Preset.Asked asked, Limits limits) throws IOException {
        ArchiveFolder.Found found = find(asked.selection());
        Map<ArchiveTable, List<Path>> files = Map.of(asked.selection().table(), found.files());
        return new Planned(
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
        return new Planned(new Question(sql, List.of(), files, limits), rows, bytes);
    }

    /// @throws io.countersign.forensics.query.RefusedQuestionException where there is no answer
    public Answer ask(Planned planned) throws IOException, InterruptedException {
        return process.ask(planned.question());
    }

    /// Ends the question that is under way, from any thread.
    public void giveUp() {
        process.close();
    }

    @Override
    public void close() throws IOException {
        process.close();
        if (tail.isPresent()) {
            tail.get().close();
        }
    }
}
