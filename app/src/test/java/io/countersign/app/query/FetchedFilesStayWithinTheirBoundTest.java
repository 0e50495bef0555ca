package io.countersign.app.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedFilesStayWithinTheirBoundTest {
    private static final int BYTES = 3_000_000;

    @TempDir private Path folder;

    private Instant now = Instant.parse("2026-11-27T09:00:00Z");

    /// Files of this machine, as if they were far away.
    private static final class Far implements FileIO {
        private static final long serialVersionUID = 1L;

        @Override
        public InputFile newInputFile(String location) {
            return org.apache.iceberg.Files.localInput(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteFile(String location) {
            throw new UnsupportedOperationException();
        }
    }

    private FetchedFiles files() {
        return new FetchedFiles(folder.resolve("cache"), new Far(), 3L * BYTES, () -> now);
    }

    private String far(String name) throws IOException {
        return Files.write(folder.resolve(name), new byte[BYTES]).toString();
    }

    private long held() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("cache"))) {
            return all.count();
        }
    }

    @Test
    void theOldestGoFirstAndWhatIsNeededStays() throws Exception {
        FetchedFiles files = files();
        List<Path> places = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            places.add(files.place(far(name), BYTES));
            files.fetch(List.of(places.getFirst(), places.getLast()), _ -> {});
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(places.get(0)).as("needed each time").exists();
        assertThat(places.get(1)).as("the oldest").doesNotExist();
        assertThat(places.get(2)).exists();
        assertThat(places.get(3)).exists();
        assertThat(held()).isEqualTo(3);
        assertThat(files.missing(places)).isEqualTo(BYTES);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(places.get(3))))
                .isEqualTo("rw-------");
    }

    @Test
    void aQuestionThatNeedsMoreIsRefused() throws Exception {
        FetchedFiles files = files();
        List<Path> places = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            places.add(files.place(far(name), BYTES));
        }
        assertThatThrownBy(() -> files.fetch(places, _ -> {}))
                .isInstanceOf(TooMuchToFetchException.class)
                .hasMessageContaining("archive.catalog.cache-megabytes");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void whoGivesUpLeavesNothingHalf() throws Exception {
        FetchedFiles files = files();
        Path place = files.place(far("a"), BYTES);
        assertThatThrownBy(() -> files.fetch(List.of(place), _ -> files.giveUp()))
                .isInstanceOf(FetchGivenUpException.class);
        assertThat(held()).isZero();
    }

    @Test
    void aFileOfAnotherLengthIsNoneOfTheTable() throws Exception {
        FetchedFiles files = files();
        Path place = files.place(far("a"), BYTES + 1);
        assertThatThrownBy(() -> files.fetch(List.of(place), _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not as long as its table says");
        assertThat(held()).isZero();
    }
}
