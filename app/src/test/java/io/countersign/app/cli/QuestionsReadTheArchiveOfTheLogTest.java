package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.forensics.archive.ArchiveFolder;
import io.countersign.forensics.archive.UnreadableArchiveException;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.Question;
import io.countersign.forensics.query.Sandbox;
import io.countersign.forensics.query.Selection;
import io.countersign.forensics.query.Selection.Among;
import io.countersign.forensics.query.Stretch;
import io.countersign.sinks.archive.ArchiveRebuild;
import io.countersign.sinks.archive.SealedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the archive writes and what questions read are two rooms that do not see each other: here
/// they meet.
class QuestionsReadTheArchiveOfTheLogTest {
    private static final String USER = "n.nurse@hospital.example.org";

    @TempDir Path installation;
    private Path folder = Path.of("");

    @BeforeEach
    void anArchiveOfASmallLog() throws Exception {
        SmallLog.storeAmended(installation, SmallLog.signer(1), USER);
        folder = installation.resolve("archive");
        Path log = installation.resolve("log");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            new ArchiveRebuild(
                            List.of(
                                    new SealedLog(
                                            new DirectoryTileSource(log),
                                            LogPlace.of(installation.toString(), Optional.empty())
                                                    .open(Optional.empty())
                                                    .checkpoint())),
                            threads,
                            (_phase, _done, _total) -> true)
                    .into(folder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachColumnOfAQuestionIsOneOfTheArchive(ArchiveTable table) throws Exception {
        List<String> written =
                io.countersign.sinks.archive.ArchiveTable.valueOf(table.name())
                        .schema()
                        .columns()
                        .stream()
                        .map(NestedField::name)
                        .toList();
        Answer answer = answer("SELECT * FROM " + table.relation(), List.of(), table, List.of());
        assertThat(written)
                .containsAll(answer.columns().stream().map(Answer.Column::name).toList());
    }

    @Test
    void aPersonsEventsAreFoundInThePersonsFiles() throws Exception {
        Preset.Asked asked = Preset.PERSON.ask(List.of(USER), Optional.empty(), Optional.empty());
        ArchiveFolder.Found found = ArchiveFolder.open(folder).find(asked.selection());
        assertThat(found.files()).hasSize(1);
        assertThat(found.rows()).isEqualTo(3);
        Answer answer =
                Sandbox.answer(
                        new Question(
                                asked.sql(),
                                asked.values(),
                                Map.of(ArchiveTable.PEOPLE, found.files()),
                                Limits.STANDARD));
        assertThat(answer.rows()).hasSize(3);
    }

    @Test
    void theAmendmentStandsInTheEventsPlace() throws Exception {
        Answer answer =
                answer(
                        "SELECT seq, amended FROM events_now ORDER BY seq",
                        List.of(),
                        ArchiveTable.ENTRIES,
                        List.of());
        assertThat(answer.rows().toString()).isEqualTo("[[1, true], [4, false]]");
    }

    @Test
    void filesOfAnotherTimeAreNotOpened() throws Exception {
        Instant before = Instant.parse("2001-01-01T00:00:00Z");
        ArchiveFolder archive = ArchiveFolder.open(folder);
        assertThat(
                        archive.find(
                                        new Selection(
                                                ArchiveTable.ENTRIES,
                                                List.of(),
                                                Optional.of(before),
                                                Optional.of(before.plus(Duration.ofDays(1)))))
                                .files())
                .isEmpty();
        assertThat(archive.find(Selection.all(ArchiveTable.ENTRIES)).files()).hasSize(1);
    }

    @Test
    void filesOfOtherNumbersAreNotOpened() throws Exception {
        ArchiveFolder archive = ArchiveFolder.open(folder);
        assertThat(archive.find(ofNumbers(List.of(new Stretch(1, 1)))).files()).hasSize(1);
        assertThat(archive.find(ofNumbers(List.of(new Stretch(5_000, 6_000)))).files()).isEmpty();
        assertThat(archive.find(ofNumbers(List.of())).files()).isEmpty();
    }

    private static Selection ofNumbers(List<Stretch> numbers) {
        return Selection.among(ArchiveTable.ENTRIES, new Among(Among.Column.SEQ, numbers));
    }

    @Test
    void aFolderWithoutAnArchiveSaysHowToMakeOne() {
        assertThatExceptionOfType(UnreadableArchiveException.class)
                .isThrownBy(() -> ArchiveFolder.open(installation))
                .withMessageContaining("countersign archive rebuild");
    }

    private Answer answer(String sql, List<String> values, ArchiveTable table, List<String> keys)
            throws Exception {
        ArchiveFolder.Found found =
                ArchiveFolder.open(folder)
                        .find(new Selection(table, keys, Optional.empty(), Optional.empty()));
        return Sandbox.answer(
                new Question(sql, values, Map.of(table, found.files()), Limits.STANDARD));
    }
}
