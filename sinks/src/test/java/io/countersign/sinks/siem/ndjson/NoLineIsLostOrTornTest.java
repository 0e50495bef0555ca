package io.countersign.sinks.siem.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rotation, restart and damage of the files.
class NoLineIsLostOrTornTest {
    private static final long MAX_FILE_BYTES = 100;

    @TempDir Path directory;

    @Test
    void filesRotateBetweenLinesAndKeepTheirOrder() throws IOException {
        try (NdjsonFiles files = open()) {
            for (int batch = 0; batch < 10; batch++) {
                AppendResult result = files.append(batch(batch * 7, 7));
                assertThat(result).isEqualTo(new AppendResult.Complete(7));
            }
        }

        assertThat(lines()).isEqualTo(expected(70));
        assertThat(files())
                .hasSizeGreaterThan(5)
                .allSatisfy(file ->
                        assertThat(file)
                                .content()
                                .hasSizeLessThanOrEqualTo((int) MAX_FILE_BYTES)
                                .endsWith("\n"));
    }

    @Test
    void aLineLongerThanAFileGetsAFileOfItsOwn() throws IOException {
        String longLine = "x".repeat(250);
        try (NdjsonFiles files = open()) {
            files.append(batch(0, 2));
            NdjsonBatch batch = new NdjsonBatch();
            batch.out().writeBytes(longLine.getBytes(StandardCharsets.UTF_8));
            batch.endLine();
            assertThat(files.append(batch)).isEqualTo(new AppendResult.Complete(1));
            files.append(batch(2, 1));
        }

        assertThat(lines()).containsExactly("line 0", "line 1", longLine, "line 2");
        assertThat(files()).hasSize(3);
    }

    @Test
    void aHalfLineOfACrashIsCutOffAndTheNextLineFollows() throws IOException {
        try (NdjsonFiles files = open()) {
            files.append(batch(0, 3));
        }
        Path last = files().getLast();
        Files.writeString(last, "{\"half", StandardOpenOption.APPEND);

        try (NdjsonFiles files = open()) {
            files.append(batch(3, 1));
        }

        assertThat(lines()).isEqualTo(expected(4));
    }

    @Test
    void aFileThatIsOnlyAHalfLineBecomesEmpty() throws IOException {
        // Longer than the block that is searched at a time.
        Files.writeString(directory.resolve("countersign-0-000001.ndjson"), "y".repeat(200_000));

        try (NdjsonFiles files = open()) {
            files.append(batch(0, 1));
        }

        assertThat(lines()).containsExactly("line 0");
    }

    @Test
    void aRestartGoesOnInTheLastFile() throws IOException {
        for (int restart = 0; restart < 12; restart++) {
            try (NdjsonFiles files = open()) {
                files.append(batch(restart * 5, 5));
            }
        }

        assertThat(lines()).isEqualTo(expected(60));
        assertThat(files()).hasSizeLessThan(8);
    }

    @Test
    void aSecondWriterOfTheSameFileIsRefused() throws IOException {
        try (NdjsonFiles first = open()) {
            first.append(batch(0, 1));
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(
                            SinkFailureException.class,
                            refused ->
                                    assertThat(refused.failure())
                                            .isEqualTo(SinkFailure.FILE_IN_USE));
            assertThat(first.append(batch(1, 1))).isEqualTo(new AppendResult.Complete(1));
        }
        assertThat(lines()).isEqualTo(expected(2));
    }

    @Test
    void whereTheNextFileCannotBeMadeTheResultSaysHowManyLinesAreIn() throws IOException {
        NdjsonFiles files = open();
        files.append(batch(0, 12));
        int before = lines().size();
        // A directory in the place of the next file.
        Files.createDirectory(directory.resolve("countersign-0-000002.ndjson"));

        AppendResult result = files.append(batch(12, 10));

        assertThat(result)
                .isInstanceOfSatisfying(
                        AppendResult.Partial.class,
                        partial -> assertThat(lines()).hasSize(before + partial.lines()));
        Files.delete(directory.resolve("countersign-0-000002.ndjson"));
        assertThat(files.append(batch(12 + result.lines(), 10 - result.lines())))
                .isInstanceOf(AppendResult.Complete.class);
        files.close();
        assertThat(lines()).isEqualTo(expected(22));
    }

    private NdjsonFiles open() throws IOException {
        return NdjsonFiles.open(directory, "countersign", 0, MAX_FILE_BYTES, ChannelOpener.DISK);
    }

    private static NdjsonBatch batch(int first, int count) {
        NdjsonBatch batch = new NdjsonBatch();
        for (int i = first; i < first + count; i++) {
            batch.out().writeBytes(("line " + i).getBytes(StandardCharsets.UTF_8));
            batch.endLine();
        }
        return batch;
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    }

    private List<Path> files() {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            try {
                lines.addAll(Files.readAllLines(file));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return lines;
    }
}
