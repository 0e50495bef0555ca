package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is configured, whether the receiver takes events, and what is wrong, without a cluster.
class SinkCommandTest {
    @TempDir Path directory;
    private Path config = Path.of("");

    @BeforeEach
    void aConfiguration() throws IOException {
        config =
                Files.writeString(
                        directory.resolve("countersign.yaml"),
                        """
                        directory: %s
                        sinks:
                          files:
                            type: ndjson
                            directory: events
                            select: {dispositions: [VIOLATION, REVIEW]}
                        """
                                .formatted(directory));
    }

    @Test
    void sinksAreListedWithWhatIsStated() {
        countersign("sink", "list", "--config", config.toString())
                .exits(ExitCode.CLEAN)
                .says("files", "ndjson", "select.dispositions", "VIOLATION,REVIEW");
        countersign("sink", "list", "--json", "--config", config.toString())
                .exits(ExitCode.CLEAN)
                .says("\"name\":\"files\"", "\"type\":\"ndjson\"");
        countersign("sink", "list", "--types")
                .exits(ExitCode.CLEAN)
                .says("ndjson", "include-subject-tokens-which-are-phi", "select.kinds");
    }

    @Test
    void aTestEventReachesTheReceiverAndSaysThatItIsOne() throws IOException {
        countersign("sink", "test", "files", "--config", config.toString())
                .exits(ExitCode.CLEAN)
                .says("sink-test/0@1#", "the receiver has it");
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory.resolve("events"), "*.ndjson")) {
            Path file = files.iterator().next();
            assertThat(Files.readString(file)).contains("sink-test/0@1").endsWith("}\n");
        }
    }

    @Test
    void aReceiverThatIsNotThereIsSaid() throws IOException {
        Files.writeString(directory.resolve("events"), "no folder");
        countersign("sink", "test", "files", "--config", config.toString())
                .exits(ExitCode.FOUND)
                .complains("sinks.files: DIRECTORY_NOT_WRITABLE");
        countersign("config", "check", config.toString())
                .exits(ExitCode.FOUND)
                .says("sinks.files: DIRECTORY_NOT_WRITABLE");
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatAreThere() {
        countersign("sink", "test", "splunk", "--config", config.toString())
                .exits(ExitCode.USAGE)
                .complains("No sink of the name splunk; there are files");
    }
}
