package io.countersign.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.sinks.archive.live.ArchiveSinkMain;
import io.countersign.sinks.archive.live.LiveDrive;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class LiveEntriesAreArchivedOnceTest {
    private static final int LEAVES = 300;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

    @TempDir private Path directory;

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
    }

    private Path archive() {
        return directory.resolve("archive");
    }

    private static Contents contents(Path archive) throws IOException {
        return Contents.of(Archive.open(archive).orElseThrow());
    }

    /// What a rebuild makes of the same log, without the rows of the ledger itself.
    private Contents rebuilt(ArchivedLog log) throws Exception {
        Path beside = directory.resolve("rebuilt");
        new ArchiveRebuild(List.of(log.sealed()), THREADS, Progress.NONE).into(beside);
        return contents(beside);
    }

    private void rebuildInPlace(int leaves) throws Exception {
        new ArchiveRebuild(List.of(EntryTopic.log(leaves).sealed()), THREADS, Progress.NONE)
                .into(archive());
    }

    /// SIGKILL while it writes, again and again, with committed offsets that are behind.
    @Test
    void whateverIsKilledWhen() throws Exception {
        Path offsets = directory.resolve("offsets");
        for (int kill = 0; kill < KILLS; kill++) {
            long before = written();
            Process sink = start(offsets);
            long some = 3 + 7L * kill;
            await().atMost(PATIENCE).until(() -> written() > before + some || !sink.isAlive());
            assertThat(sink.isAlive()).isTrue();
            sink.destroyForcibly().waitFor();
        }
        assertThat(start(offsets).waitFor()).isZero();

        ArchivedLog log = EntryTopic.log(LEAVES);
        assertThat(contents(archive())).isEqualTo(rebuilt(log));
        ArchiveCheck.Result check =
                new ArchiveCheck(List.of(log.sealed()), THREADS, Progress.NONE)
                        .of(Archive.open(archive()).orElseThrow());
        assertThat(check.isClean()).isTrue();
        assertThat(check.unsealed()).isZero();
        TwoReaders.assertAlike(Archive.open(archive()).orElseThrow());
    }

    /// Parquet files, whether a table knows them or not.
    private long written() throws IOException {
        if (!Files.exists(archive())) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(archive())) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (UncheckedIOException _filesComeAndGo) {
            return 0;
        }
    }

    private Process start(Path offsets) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ArchiveSinkMain.class.getName(),
                        archive().toString(),
                        offsets.toString(),
                        Integer.toString(LEAVES))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sink.log").toFile())
                .start();
    }

    @Test
    void smallFilesBecomeFewer() throws Exception {
        try (LiveDrive drive = new LiveDrive(EntryTopic.of(LEAVES), archive(), 20)) {
            drive.toTheEnd();
            await().atMost(PATIENCE).until(() -> files() < 8);
        }
        assertThat(contents(archive())).isEqualTo(rebuilt(EntryTopic.log(LEAVES)));
    }

    private long files() {
        return Archive.open(archive()).orElseThrow().size(ArchiveTable.ENTRIES).files();
    }

    /// The sealed log is a little behind the topic, so that a rebuild takes rows away.
    @Test
    void theArchiveMayBeRebuiltMeanwhile() throws Exception {
        try (LiveDrive drive = new LiveDrive(EntryTopic.of(LEAVES), archive(), 60)) {
            while (drive.committed(0) < 120) {
                drive.poll();
            }
            rebuildInPlace(60);
            drive.toTheEnd();
        }
        assertThat(contents(archive())).isEqualTo(rebuilt(EntryTopic.log(LEAVES)));
    }

    @Test
    void whoWritesIsWaitedFor() throws Exception {
        try (LiveDrive drive = new LiveDrive(EntryTopic.of(LEAVES), archive(), 60)) {
            try (Archive held = Archive.openToWrite(archive())) {
                for (int i = 0; i < 40; i++) {
                    drive.poll();
                }
                assertThat(drive.committed(0)).isZero();
                assertThat(drive.isPaused()).isTrue();
                assertThat(held.archivedTo()).isEqualTo(ArchivedTo.NOTHING);
            }
            drive.toTheEnd();
        }
        assertThat(contents(archive())).isEqualTo(rebuilt(EntryTopic.log(LEAVES)));
    }

    /// The archive's disk is full for a while: nothing is committed that is not there, and what
    /// comes afterwards is there once.
    @Test
    void aFullDiskIsWaitedFor() throws Exception {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        Assumptions.assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
                "no tmpfs can be mounted here: the test is skipped");
        try {
            Path archive = disk.resolve("archive");
            try (LiveDrive drive = new LiveDrive(EntryTopic.of(LEAVES), archive, 60)) {
                while (drive.committed(0) < 60) {
                    drive.poll();
                }
                Path others = disk.resolve("others");
                fill(others);
                for (int i = 0; i < 300 && !drive.isPaused(); i++) {
                    drive.poll();
                    Thread.sleep(10);
                }
                assertThat(drive.isPaused()).as("nothing more is taken in").isTrue();
                assertThat(contents(archive).in(ArchiveTable.ENTRIES)).isNotEmpty();
                assertThat(drive.isAtTheEnd()).isFalse();
                Files.delete(others);
                drive.toTheEnd();
            }
            assertThat(contents(archive)).isEqualTo(rebuilt(EntryTopic.log(LEAVES)));
        } finally {
            ran("umount", disk.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException _full) {
            // That is what it is for.
        }
    }

    private static boolean ran(String... words) throws InterruptedException {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _noSuchProgram) {
            return false;
        }
    }

    /// The topic's beginning is gone: nothing is written behind the hole until a rebuild fills it.
    @Test
    void nothingIsWrittenBehindAHole() throws Exception {
        try (LiveDrive drive = new LiveDrive(EntryTopic.of(LEAVES), archive(), 60)) {
            drive.deleteBefore(50);
            for (int i = 0; i < 200 && !drive.isPaused(); i++) {
                drive.poll();
                Thread.sleep(20);
            }
            assertThat(drive.isPaused()).isTrue();
            assertThat(contents(archive()).in(ArchiveTable.ENTRIES)).isEmpty();
            assertThat(drive.committed(0)).isZero();

            rebuildInPlace(200);
            drive.toTheEnd();
        }
        assertThat(contents(archive())).isEqualTo(rebuilt(EntryTopic.log(LEAVES)));
    }
}
