package io.countersign.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.sinks.archive.ArchiveRebuild.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildMakesTheArchiveAgainTest {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);
    private static final ArchivedLog LOG = ArchivedLog.of(900);

    @TempDir private Path directory;

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
    }

    private static Outcome rebuild(ArchivedLog log, Path into, Progress progress) throws Exception {
        return rebuild(List.of(log.sealed()), into, progress);
    }

    private static Outcome rebuild(List<SealedLog> logs, Path into, Progress progress)
            throws Exception {
        return new ArchiveRebuild(logs, THREADS, progress, 1).into(into);
    }

    /// What a writer makes of the same entries as they come, in several commits.
    private static Contents written(List<ArchivedEntry> entries, Path into) throws Exception {
        try (Archive archive = Archive.openToWrite(into)) {
            ArchiveWriter writer = new ArchiveWriter(archive, THREADS);
            int count = 0;
            for (ArchivedEntry entry : entries) {
                writer.add(EntryRows.of(entry));
                if (++count % 300 == 0) {
                    writer.commit(Optional.empty());
                }
            }
            writer.commit(Optional.empty());
            return Contents.of(archive);
        }
    }

    private static Contents contents(Path archive) throws IOException {
        return Contents.of(Archive.open(archive).orElseThrow());
    }

    @Test
    void rowForRowWhatTheWriterWrites() throws Exception {
        Outcome outcome = rebuild(LOG, directory.resolve("rebuilt"), Progress.NONE);

        assertThat(outcome).isEqualTo(new Outcome(true, 0, 900));
        Contents rebuilt = contents(directory.resolve("rebuilt"));
        assertThat(rebuilt).isEqualTo(written(LOG.entries(), directory.resolve("written")));
        assertThat(rebuilt.in(ArchiveTable.ENTRIES)).hasSameSizeAs(LOG.entries());
        Archive archive = Archive.open(directory.resolve("rebuilt")).orElseThrow();
        assertThat(archive.archivedTo().log().orElseThrow().size()).isEqualTo(900);
        assertThat(archive.archivedTo().next()).hasSize(3);
    }

    @Test
    void theLogsOfTwoYearsAreOneArchive() throws Exception {
        ArchivedLog next = LOG.next(700);
        List<SealedLog> logs = List.of(LOG.sealed(), next.sealed());
        // Stopped within the second log, it goes on there.
        assertThat(rebuild(logs, directory, (_phase, done, _total) -> done < 1_200).complete())
                .isFalse();
        Outcome outcome = rebuild(logs, directory, Progress.NONE);
        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.resumedAt()).isBetween(1_200L, 1_599L);
        assertThat(outcome.entries()).isEqualTo(1_600);

        List<ArchivedEntry> both = new ArrayList<>(LOG.entries());
        both.addAll(next.entries());
        assertThat(contents(directory).in(ArchiveTable.ENTRIES))
                .as("these, and that the ledger was taken over")
                .hasSize(both.size() + 1);
        try (Archive archive = Archive.open(directory).orElseThrow()) {
            ArchivedTo.LogPart part = archive.archivedTo().log().orElseThrow();
            assertThat(part.origin()).isEqualTo(ArchivedLog.ORIGIN + "/2027");
            assertThat(SealedLog.readUpTo(part, logs)).isEqualTo(1_600);
            assertThat(new ArchiveCheck(logs, THREADS, Progress.NONE).of(archive).isClean())
                    .isTrue();
            assertThatThrownBy(() ->
                            new ArchiveCheck(List.of(LOG.sealed()), THREADS, Progress.NONE)
                                    .of(archive))
                    .isInstanceOf(ArchiveFailedException.class);
        }
    }

    @Test
    void aPurgedArchiveComesBack() throws Exception {
        rebuild(LOG, directory, Progress.NONE);
        Contents before = contents(directory);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".parquet") || file.toString().endsWith(".avro")) {
                    Files.delete(file);
                } else if (file.toString().endsWith(".json")) {
                    Files.writeString(file, "{");
                }
            }
        }

        rebuild(LOG, directory, Progress.NONE);

        assertThat(contents(directory)).isEqualTo(before);
    }

    @Test
    void aStoppedRebuildGoesOnWhereItStopped() throws Exception {
        rebuild(ArchivedLog.of(100), directory, Progress.NONE);
        Contents before = contents(directory);
        ArchivedLog log = ArchivedLog.of(1_000);

        Outcome stopped =
                rebuild(
                        log,
                        directory,
                        (phase, done, total) -> done == 0 || phase == Phase.MERGING);

        assertThat(stopped.complete()).isFalse();
        assertThat(stopped.entries()).isBetween(1L, 999L);
        assertThat(contents(directory)).as("what is shown until then").isEqualTo(before);
        Outcome resumed = rebuild(log, directory, Progress.NONE);
        assertThat(resumed).isEqualTo(new Outcome(true, stopped.entries(), 1_000));
        rebuild(log, directory.resolve("whole"), Progress.NONE);
        assertThat(contents(directory)).isEqualTo(contents(directory.resolve("whole")));
    }

    @Test
    void aLogThatGrewIsReadOn() throws Exception {
        ArchivedLog log = ArchivedLog.of(500);
        rebuild(log, directory, Progress.NONE);
        log.grow(177);

        rebuild(log, directory, Progress.NONE);

        assertThat(contents(directory).in(ArchiveTable.ENTRIES)).hasSameSizeAs(log.entries());
    }

    @Test
    void aLogThatWasChangedChangesNothing() throws Exception {
        rebuild(LOG, directory, Progress.NONE);
        Contents before = contents(directory);
        ArchivedLog changed = ArchivedLog.of(900);
        changed.flip("tile/entries/002", 1_500);

        assertThatThrownBy(() -> rebuild(changed, directory, Progress.NONE))
                .isInstanceOf(IOException.class);

        assertThat(contents(directory)).isEqualTo(before);
    }

    @Test
    void aLogOfOtherEntriesHasAnotherRoot() throws Exception {
        ArchivedLog changed = ArchivedLog.of(900);
        // Within a token, so that the entry still decodes.
        byte[] bundle = changed.read("tile/entries/001").orElseThrow();
        changed.flip("tile/entries/001", indexOf(bundle, "Cardiology"));

        assertThatThrownBy(() -> rebuild(changed, directory, Progress.NONE))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("another root");

        assertThat(contents(directory).in(ArchiveTable.ENTRIES)).isEmpty();
    }

    @Test
    void whoWritesKeepsOthersOut() throws Exception {
        try (Archive held = Archive.openToWrite(directory)) {
            assertThat(held.archivedTo()).isEqualTo(ArchivedTo.NOTHING);
            assertThatThrownBy(() -> rebuild(LOG, directory, Progress.NONE))
                    .isInstanceOf(ArchiveInUseException.class);
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
