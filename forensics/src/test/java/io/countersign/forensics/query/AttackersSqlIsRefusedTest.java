package io.countersign.forensics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody tries who may ask anything: to read other files, to write, to load code, to change
/// the settings that hold the question, to use up the machine.
class AttackersSqlIsRefusedTest {
    @TempDir Path directory;
    private SmallArchive archive = new SmallArchive(Path.of(""));
    private Path file = Path.of("");

    @BeforeEach
    void aSmallArchive() throws Exception {
        archive =
                new SmallArchive(directory)
                        .with(
                                ArchiveTable.ENTRIES,
                                List.of(
                                        SmallArchive.event(0, 1, "ana"),
                                        SmallArchive.event(1, 2, "ben")));
        file = archive.files().getOrDefault(ArchiveTable.ENTRIES, List.of()).getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY events TO 'FILE'",
                "COPY (SELECT 1) TO 'DIR/new.csv'",
                "EXPORT DATABASE 'DIR/export'",
                "ATTACH 'DIR/other.db'",
                "INSTALL httpfs",
                "LOAD json",
                "SET threads = 64",
                "RESET allowed_paths",
                "PRAGMA database_list",
                "CALL pragma_version()",
                "CREATE TABLE t AS SELECT 1",
                "CREATE MACRO m() AS 1",
                "DROP VIEW events",
                "INSERT INTO entries SELECT * FROM entries",
                "CHECKPOINT",
                "EXPLAIN ANALYZE SELECT 1",
                "SELECT 1; SELECT 2",
                "SELECT 1; COPY events TO 'DIR/new.csv'",
                "WITH gone AS (DELETE FROM entries RETURNING *) SELECT * FROM gone",
                "WITH new AS (INSERT INTO entries SELECT * FROM entries RETURNING *) SELECT * FROM new",
                ""
            })
    void whatIsNoReadingSelect(String sql) throws Exception {
        assertThat(refusal(sql)).isEqualTo(Refusal.NOT_A_SELECT);
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_blob('FILE')",
                "SELECT * FROM read_parquet('DIR/*')",
                "SELECT * FROM parquet_metadata('FILE')",
                "SELECT * FROM glob('/**')",
                "SELECT * FROM query('SELECT 1')",
                "SELECT * FROM query_table('events')",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM sniff_csv('/etc/passwd')",
                "SELECT * FROM pragma_storage_info('entries')",
                "SELECT current_setting('allowed_paths')",
                "SELECT getenv('HOME')",
                "SELECT (SELECT count(*) FROM glob('/*'))",
                "SELECT * FROM events WHERE seq IN (SELECT length(content) FROM read_text('/etc/passwd'))",
                "WITH a AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM a"
            })
    void functionsThatReadSomethingElse(String sql) throws Exception {
        assertThat(refusal(sql)).isEqualTo(Refusal.FUNCTION_NOT_ALLOWED);
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM '/etc/passwd'",
                "SELECT * FROM '/etc/hosts.csv'",
                "SELECT * FROM 'DIR/*.parquet'",
                "SELECT * FROM 'https://example.org/x.parquet'",
                "SELECT * FROM 's3://bucket/x.parquet'"
            })
    void filesThatStandInForTables(String sql) throws Exception {
        assertThat(refusal(sql)).isIn(Refusal.NOT_ALLOWED, Refusal.NOT_UNDERSTOOD);
        assertNothingChanged();
    }

    /// The second lock, behind the first: the engine itself holds even where our look at the text
    /// would have let something through.
    @Test
    void theEngineItselfIsLocked() throws Exception {
        assertThat(archive.lines("SELECT count(*) FROM entries")).containsExactly("2");
        assertThat(refusal("SELECT * FROM '" + file + "' UNION ALL SELECT * FROM '/etc/passwd'"))
                .isIn(Refusal.NOT_ALLOWED, Refusal.NOT_UNDERSTOOD);
    }

    @Test
    void aJoinWithoutEndRunsOutOfTime() throws Exception {
        Question endless =
                new Question(
                        "SELECT count(*) FROM range(10000000) a, range(10000000) b, entries",
                        List.of(),
                        archive.files(),
                        Limits.STANDARD.withTime(Duration.ofSeconds(1)));
        assertThat(refusal(endless)).isEqualTo(Refusal.OUT_OF_TIME);
    }

    @Test
    void aSortBeyondItsMemoryIsRefusedAndNothingGoesToDisk() throws Exception {
        Question large =
                new Question(
                        "SELECT list(i ORDER BY hash(i)) FROM range(100000000) t(i)",
                        List.of(),
                        archive.files(),
                        new Limits(10, Duration.ofMinutes(2), 64, 2));
        assertThat(refusal(large)).isEqualTo(Refusal.OUT_OF_MEMORY);
        assertNothingChanged();
    }

    @Test
    void rowsBeyondTheLimitAreCutOffAndItSaysSo() throws Exception {
        Question many =
                new Question(
                        "SELECT i FROM range(100) t(i)",
                        List.of(),
                        archive.files(),
                        Limits.STANDARD.withRows(7));
        assertThat(Sandbox.answer(many))
                .satisfies(answer -> {
                    assertThat(answer.rows()).hasSize(7);
                    assertThat(answer.cutOff()).isTrue();
                });
        assertThat(archive.answer("SELECT * FROM range(7)").cutOff()).isFalse();
    }

    @Test
    void aQuestionIsNotUnderstoodByItsOwnFault() throws Exception {
        assertThat(refusal("SELEC 1")).isEqualTo(Refusal.NOT_UNDERSTOOD);
        assertThat(refusal("SELECT no_such_column FROM events")).isEqualTo(Refusal.NOT_UNDERSTOOD);
        assertThat(refusal("SELECT " + "(".repeat(5000) + "1" + ")".repeat(5000)))
                .isEqualTo(Refusal.NOT_UNDERSTOOD);
    }

    private Refusal refusal(String sql) {
        return refusal(
                archive.question(
                        sql.replace("FILE", file.toString()).replace("DIR", directory.toString())));
    }

    private static Refusal refusal(Question question) {
        try {
            Sandbox.answer(question);
        } catch (RefusedQuestionException e) {
            return e.refusal();
        }
        throw new AssertionError("it was answered");
    }

    private void assertNothingChanged() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(archive.lines("SELECT count(*) FROM entries")).containsExactly("2");
    }

    @Test
    void aFileThatIsNoParquetIsTheArchivesFault() throws Exception {
        Files.writeString(file, "not what it was");
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> archive.answer("SELECT seq FROM events"))
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(Refusal.ARCHIVE_UNREADABLE));
    }
}
