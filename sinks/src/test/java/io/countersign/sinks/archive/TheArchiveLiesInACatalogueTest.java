package io.countersign.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.sinks.archive.live.ArchiveSinkMain;
import io.countersign.sinks.archive.live.LiveDrive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TheArchiveLiesInACatalogueTest {
    private static final int LEAVES = 300;
    private static final int MANY = 360;
    private static final Namespace NAMESPACE = Namespace.of("hospital", "audit");
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);

    @TempDir private Path directory;
    private LocalCatalogue catalogue;

    @BeforeEach
    void start() throws IOException {
        catalogue = LocalCatalogue.start(directory.resolve("warehouse"));
    }

    @AfterEach
    void stop() throws IOException {
        catalogue.close();
    }

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
    }

    private static ArchiveRebuild rebuild(int leaves) {
        return new ArchiveRebuild(List.of(EntryTopic.log(leaves).sealed()), THREADS, Progress.NONE);
    }

    /// What a rebuild makes of the same log in a directory.
    private Contents expected(int leaves) throws Exception {
        Path beside = directory.resolve("expected-" + leaves);
        rebuild(leaves).into(beside);
        return Contents.of(Archive.open(beside).orElseThrow());
    }

    private Archive open() throws IOException {
        return catalogue.place().open().orElseThrow();
    }

    private void assertHoldsAll() throws Exception {
        assertHolds(LEAVES);
    }

    private void assertHolds(int leaves) throws Exception {
        try (Archive archive = open()) {
            assertThat(Contents.of(archive)).isEqualTo(expected(leaves));
            ArchiveCheck.Result check =
                    new ArchiveCheck(
                                    List.of(EntryTopic.log(leaves).sealed()),
                                    THREADS,
                                    Progress.NONE)
                            .of(archive);
            assertThat(check.isClean()).isTrue();
            assertThat(check.behind()).isZero();
            TwoReaders.assertAlike(archive);
        }
    }

    private LiveDrive drive(int maxEntries) {
        return new LiveDrive(EntryTopic.of(LEAVES), catalogue.place(), maxEntries, List.of(0L, 0L));
    }

    /// SIGKILL when files are written and the commit arrives, one table being ahead; and when the
    /// last commit is done and not answered. Committed offsets are behind.
    @Test
    void whateverIsKilledInTheMiddleOfACommit() throws Exception {
        Path offsets = directory.resolve("offsets");
        for (Kill kill : List.of(new Kill("subjects", true), new Kill("entries", false))) {
            AtomicReference<Process> sink = new AtomicReference<>();
            AtomicInteger commits = new AtomicInteger();
            catalogue.around(
                    new LocalCatalogue.Commits() {
                        @Override
                        public void before(String name) {
                            if (kill.before()) {
                                kill(name);
                            }
                        }

                        @Override
                        public void after(String name) {
                            if (!kill.before()) {
                                kill(name);
                            }
                        }

                        private void kill(String name) {
                            if (name.equals(kill.table()) && commits.incrementAndGet() == 1) {
                                sink.get().destroyForcibly();
                            }
                        }
                    });
            sink.set(startSink(offsets));
            sink.get().waitFor();
            assertThat(commits.get()).as("commits of %s", kill).isPositive();
        }
        catalogue.around(new LocalCatalogue.Commits() {});
        assertThat(startSink(offsets).waitFor()).isZero();
        assertHolds(MANY);
    }

    /// @param before the catalogue carries it out; else after
    private record Kill(String table, boolean before) {}

    private Process startSink(Path offsets) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ArchiveSinkMain.class.getName(),
                        directory.resolve("warehouse").toString(),
                        offsets.toString(),
                        Integer.toString(MANY),
                        catalogue.uri())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sink.log").toFile())
                .start();
    }

    /// A zombie, or a worker that has not heard of a rebalance: both have all partitions.
    @Test
    void twoWritersWriteNothingTwice() throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int size : List.of(20, 30, 50)) {
            writers.add(
                    THREADS.submit(() -> {
                        try (LiveDrive drive = drive(size)) {
                            drive.toTheEnd();
                        }
                        return null;
                    }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }
        assertHoldsAll();
    }

    /// The catalogue has it, and says that something went wrong.
    @Test
    void aCommitWhoseAnswerIsLostIsNotRepeated() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        catalogue.around(
                new LocalCatalogue.Commits() {
                    @Override
                    public void after(String table) {
                        if (commits.incrementAndGet() % 3 == 0) {
                            throw new IllegalStateException("after the commit");
                        }
                    }
                });
        try (LiveDrive drive = drive(40)) {
            drive.toTheEnd();
        }
        assertThat(commits.get()).isGreaterThan(6);
        assertHoldsAll();
    }

    @Test
    void filesMayBeMergedByOthersMeanwhile() throws Exception {
        try (LiveDrive drive = drive(40)) {
            while (drive.committed(0) < 60) {
                drive.poll();
            }
            mergeAsAnotherProgramDoes();
            drive.toTheEnd();
        }
        try (Archive archive = catalogue.place().openToWrite()) {
            assertThat(new ArchiveCompaction(archive, THREADS, 2).run(Progress.NONE)).isTrue();
            assertThat(archive.cleanUp()).isZero();
        }
        assertHoldsAll();
    }

    /// A snapshot that says nothing of how far it goes.
    private void mergeAsAnotherProgramDoes() throws IOException {
        try (Archive archive = open()) {
            Table pinned = archive.table(ArchiveTable.ENTRIES);
            Table table = catalogue.behind().loadTable(TableIdentifier.of(NAMESPACE, "entries"));
            SortedFiles files = new SortedFiles(ArchiveTable.ENTRIES, pinned);
            RewriteFiles rewrite = table.newRewrite();
            try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
                for (FileScanTask task : tasks) {
                    DataFile file = task.file().copy();
                    rewrite.deleteFile(file);
                    rewrite.addFile(files.write(file.partition(), files.read(file)));
                }
            }
            rewrite.commit();
        }
    }

    @Test
    void compactionAndTheLiveSinkGoTogether() throws Exception {
        try (LiveDrive drive = drive(20)) {
            while (drive.committed(0) < 60) {
                drive.poll();
            }
            AtomicInteger commits = new AtomicInteger();
            try (Archive archive = catalogue.place().openToWrite()) {
                catalogue.around(
                        new LocalCatalogue.Commits() {
                            @Override
                            public void before(String table) {
                                // Just before the first merge is committed, rows come.
                                if (commits.incrementAndGet() == 1) {
                                    long had = drive.committed(0);
                                    while (drive.committed(0) < had + 20) {
                                        drive.poll();
                                    }
                                }
                            }
                        });
                assertThat(new ArchiveCompaction(archive, THREADS, 2).run(Progress.NONE)).isTrue();
            }
            drive.toTheEnd();
        }
        assertHoldsAll();
    }

    /// What a hostile operator can do to it: the names, the files, or the lists alone.
    @Test
    void whatIsPurgedIsRebuiltRowForRow() throws Exception {
        rebuild(LEAVES).into(catalogue.place());
        assertHoldsAll();
        for (String name : List.of("entries", "people")) {
            catalogue.behind().dropTable(TableIdentifier.of(NAMESPACE, name), true);
        }
        assertThat(catalogue.place().open()).isEmpty();
        rebuild(LEAVES).into(catalogue.place());
        assertHoldsAll();
        for (String kind : List.of(".parquet", ".avro", ".json")) {
            deleteFiles(kind);
            rebuild(LEAVES).into(catalogue.place());
            assertHoldsAll();
        }
        assertThat(catalogue.behind().listTables(NAMESPACE))
                .extracting(TableIdentifier::name)
                .containsExactlyInAnyOrder("entries", "subjects", "people");
        try (Archive archive = catalogue.place().openToWrite()) {
            assertThat(archive.cleanUp()).as("nothing is old").isZero();
        }
    }

    private void deleteFiles(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("warehouse"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(kind)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aRebuildMayBeStoppedAndAWrongLogChangesNothing() throws Exception {
        try (LiveDrive drive = drive(60)) {
            drive.toTheEnd();
        }
        ArchiveRebuild stopped =
                new ArchiveRebuild(
                        List.of(EntryTopic.log(600).sealed()),
                        THREADS,
                        (phase, done, total) -> done < 256,
                        1);
        assertThat(stopped.into(catalogue.place()).complete()).isFalse();
        assertHoldsAll();
        assertThat(rebuild(600).into(catalogue.place()).resumedAt()).isPositive();
        try (Archive archive = open()) {
            assertThat(Contents.of(archive)).isEqualTo(expected(600));
        }
    }

    /// Of what was built so far, the operator deletes all files.
    @Test
    void aRebuildWhoseFilesAreDeletedBeginsAgain() throws Exception {
        ArchiveRebuild stopped =
                new ArchiveRebuild(
                        List.of(EntryTopic.log(600).sealed()),
                        THREADS,
                        (phase, done, total) -> done < 256,
                        1);
        assertThat(stopped.into(catalogue.place()).complete()).isFalse();
        deleteFiles(".avro");
        deleteFiles(".parquet");
        assertThatThrownBy(() -> rebuild(600).into(catalogue.place()))
                .isInstanceOf(IOException.class);
        assertThat(rebuild(600).into(catalogue.place()).resumedAt()).isZero();
        try (Archive archive = open()) {
            assertThat(Contents.of(archive)).isEqualTo(expected(600));
        }
    }

    @Test
    void oldFilesThatNobodyNamesGoAndYoungOnesStay() throws Exception {
        rebuild(LEAVES).into(catalogue.place());
        try (Archive archive = catalogue.place().openToWrite()) {
            Path data =
                    Path.of(archive.table(ArchiveTable.ENTRIES).location().replace("file://", ""));
            Path old = Files.writeString(data.resolve("data/old.parquet"), "");
            Path young = Files.writeString(data.resolve("data/young.parquet"), "");
            Files.setLastModifiedTime(
                    old,
                    FileTime.from(
                            Files.getLastModifiedTime(young)
                                    .toInstant()
                                    .minus(Duration.ofHours(25))));
            assertThat(archive.cleanUp()).isEqualTo(1);
            assertThat(old).doesNotExist();
            assertThat(young).exists();
        }
        assertHoldsAll();
    }

    @Test
    void whoIsNotLetInIsToldWhatToDoAndNoSecret() throws Exception {
        Files.writeString(directory.resolve("catalogue.token"), "another-secret");
        assertThatThrownBy(() -> catalogue.place().open())
                .isInstanceOf(ArchiveFailedException.class)
                .hasMessageContaining("does not know us: archive.catalog.token-file")
                .hasMessageNotContaining("another-secret");
        catalogue.close();
        assertThatThrownBy(() -> catalogue.place().openToWrite())
                .isInstanceOf(ArchiveFailedException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void tablesThatLieElsewhereAreNotTouched() throws Exception {
        ArchivePlace elsewhere =
                LocalCatalogue.place(catalogue.uri(), directory.resolve("warehouse/another"));
        Files.writeString(directory.resolve("warehouse/catalogue.token"), LocalCatalogue.TOKEN);
        assertThatThrownBy(elsewhere::openToWrite)
                .isInstanceOf(ArchiveFailedException.class)
                .hasMessageContaining("do not lie in archive.catalog.storage");
        assertThat(Set.of(directory.resolve("warehouse/another").toFile().list())).isEmpty();
    }
}
