package io.countersign.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.archive.ArchiveCheck.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckFindsEachDifferenceTest {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);
    private static final ArchivedLog LOG = ArchivedLog.of(120);

    @TempDir private Path directory;

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
    }

    @BeforeEach
    void anArchive() throws Exception {
        new ArchiveRebuild(List.of(LOG.sealed()), THREADS, Progress.NONE).into(directory);
    }

    private Result check() throws Exception {
        return new ArchiveCheck(List.of(LOG.sealed()), THREADS, Progress.NONE)
                .of(Archive.open(directory).orElseThrow());
    }

    /// Puts one file in the place of another of its partition, with the rows that `change` makes of
    /// the first of them.
    private void exchange(ArchiveTable kind, Change change) throws IOException {
        try (Archive archive = Archive.openToWrite(directory)) {
            Table table = archive.table(kind);
            SortedFiles files = new SortedFiles(kind, table);
            DataFile old;
            try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
                old = tasks.iterator().next().file().copy();
            }
            List<StructLike> rows = new ArrayList<>();
            try (CloseableIterable<StructLike> read = files.read(old)) {
                read.forEach(rows::add);
            }
            change.to(rows);
            Archive.commit(
                    table.newOverwrite()
                            .deleteFile(old)
                            .addFile(files.write(old.partition(), rows)),
                    archive.archivedTo(kind));
        }
    }

    private interface Change {
        void to(List<StructLike> rows);
    }

    @Test
    void whatRebuildMadeIsClean() throws Exception {
        Result result = check();

        assertThat(result.isClean()).isTrue();
        assertThat(result.entries()).isEqualTo(120);
        assertThat(result.rows()).isGreaterThan(LOG.entries().size());
    }

    @Test
    void aRowThatWasTakenOut() throws Exception {
        exchange(ArchiveTable.ENTRIES, rows -> rows.removeFirst());

        Result result = check();

        assertThat(result.isClean()).isFalse();
        assertThat(result.differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.table()).isEqualTo(ArchiveTable.ENTRIES);
                    assertThat(difference.found()).isEqualTo(difference.expected() - 1);
                    assertThat(difference.partition()).startsWith("happened_at_month=");
                });
    }

    @Test
    void aRowThatIsThereTwice() throws Exception {
        exchange(ArchiveTable.PEOPLE, rows -> rows.add(rows.getFirst()));

        assertThat(check().differences())
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.found()).isEqualTo(difference.expected() + 1));
    }

    @Test
    void aValueThatWasChanged() throws Exception {
        int disposition =
                ArchiveTable.SUBJECTS
                        .schema()
                        .columns()
                        .indexOf(ArchiveTable.SUBJECTS.schema().findField("disposition"));
        exchange(ArchiveTable.SUBJECTS, rows -> rows.getFirst().set(disposition, "PERMITTED"));

        assertThat(check().differences())
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.found()).isEqualTo(difference.expected()));
    }

    @Test
    void aFileThatIsGone() throws Exception {
        Path gone;
        try (Stream<Path> files = Files.walk(directory.resolve("entries/data"))) {
            gone =
                    files.filter(file -> file.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow();
        }
        Files.delete(gone);

        Result result = check();

        assertThat(result.isClean()).isFalse();
        assertThat(result.unreadable()).containsExactly(directory.relativize(gone).toString());
    }
}
