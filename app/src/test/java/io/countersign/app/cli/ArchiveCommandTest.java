package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;

import io.countersign.sinks.archive.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCommandTest {
    @TempDir Path root;

    private Path site = Path.of("");

    @BeforeEach
    void aLog() throws IOException {
        site = root.resolve("site");
        SmallLog.store(site, SmallLog.signer(1), 3, "roe");
    }

    @Test
    void madeAgainAndWhatTheLogSays() throws IOException {
        countersign("archive", "status", site.toString())
                .exits(ExitCode.FAILED)
                .complains("There is no archive", "archive rebuild");
        countersign("archive", "rebuild", site.toString())
                .exits(ExitCode.CLEAN)
                .says("holds the log's");
        countersign("archive", "status", site.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "entries",
                        "subjects",
                        "people",
                        SmallLog.CHAIN,
                        "newest",
                        "six years end on",
                        "nothing of it is missing");
        countersign("archive", "verify", site.toString(), "--json")
                .exits(ExitCode.CLEAN)
                .says("\"clean\":true");
        countersign("archive", "compact", site.toString()).exits(ExitCode.CLEAN).says("files");

        Path gone;
        try (Stream<Path> files = Files.walk(site.resolve("archive"))) {
            gone =
                    files.filter(file -> file.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow();
        }
        Files.delete(gone);
        countersign("archive", "verify", site.toString())
                .exits(ExitCode.FOUND)
                .says(
                        "missing or damaged",
                        gone.getFileName().toString(),
                        "The archive is not what the log says");
    }

    @Test
    void aLogThatGrewIsAhead() throws IOException {
        countersign("archive", "rebuild", site.toString()).exits(ExitCode.CLEAN);
        SmallLog.store(site, SmallLog.signer(1), 5, "roe");

        countersign("archive", "status", site.toString())
                .exits(ExitCode.FOUND)
                .says("the log is", "ahead");
        countersign("archive", "rebuild", site.toString(), "--json")
                .exits(ExitCode.CLEAN)
                .says("\"entries\":");
        countersign("archive", "status", site.toString(), "--json")
                .exits(ExitCode.CLEAN)
                .says("\"lag_entries\":0", "\"kept_until\":");
    }

    @Test
    void anotherWriterKeepsItOut() throws IOException {
        try (Archive _ = Archive.openToWrite(site.resolve("archive"))) {
            countersign("archive", "rebuild", site.toString())
                    .exits(ExitCode.FAILED)
                    .complains("written to by somebody else");
            countersign(
                            "archive",
                            "rebuild",
                            site.toString(),
                            "--archive",
                            root.resolve("b").toString())
                    .exits(ExitCode.CLEAN);
            countersign("archive", "status", site.toString()).exits(ExitCode.FOUND);
        }
    }
}
