package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
                .says(
                        "sink-test/0@1#",
                        "the receiver has it",
                        "it stays in ",
                        "countersign-9999-000001.ndjson");
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

    @Test
    void aConnectorForAClusterHoldsNoSecret() throws IOException {
        Files.writeString(
                config,
                """
                schema-registry:
                  url: ["https://registry.example.org"]
                  basic-auth-user-info-file: registry.secret
                """,
                StandardOpenOption.APPEND);
        Files.writeString(directory.resolve("registry.secret"), "reader:hidden-word");
        countersign("sink", "connector", "files", "--config", config.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "\"name\" : \"files\"",
                        "\"connector.class\" : \"io.countersign.sinks.siem.ndjson.NdjsonSinkConnector\"",
                        "\"consumer.override.isolation.level\" : \"read_committed\"",
                        "\"schema.registry.basic.auth.user.info\" : \"${directory:%s:registry.secret}\""
                                .formatted(directory.toAbsolutePath().normalize()))
                .saysNot("hidden-word");
    }

    @Test
    void aConnectorWithASecretWrittenOutIsNotPrinted() throws IOException {
        Files.writeString(
                config,
                """
                directory: %s
                sinks:
                  files:
                    type: ndjson
                    directory: events
                    properties: {consumer.override.sasl.jaas.config: "%s"}
                """
                        .formatted(directory, "login required password=hidden-word;"));
        countersign("sink", "connector", "files", "--config", config.toString())
                .exits(ExitCode.USAGE)
                .complains("consumer.override.sasl.jaas.config", "${directory:FOLDER:FILE}")
                .saysNot("hidden-word");
    }
}
