package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `countersign alert` refuses before it changes anything; what it does on a running
/// installation is in `AlertsAreClosedByCommandTest`.
class AlertCommandTest {
    private static final String ID = "46d4cab4465e5350d1b1c8ba0fb02380";

    @TempDir Path root;

    @ParameterizedTest
    @ValueSource(strings = {"46d4c", "46D4CA", "46d4ca/..", "46d4ca.x", "ID\u001B[2J"})
    void whatCanBeNoIdIsUsage(String id) {
        countersign("alert", "show", id).exits(ExitCode.USAGE).complains("countersign alert list");
        countersign("alert", "close", id, "--as", "true")
                .exits(ExitCode.USAGE)
                .complains("countersign alert list")
                .saysNot("\u001B");
    }

    @Test
    void closingNeedsOneOfTheFiveWordsAndACodeForAReason() {
        countersign("alert", "close", ID).exits(ExitCode.USAGE).complains("--as");
        countersign("alert", "close", ID, "--as", "maybe")
                .exits(ExitCode.USAGE)
                .complains("true, false, authorised, personal or test");
        countersign("alert", "close", ID, "--as", "true", "--reason", "she said so")
                .exits(ExitCode.USAGE)
                .complains("A-Z 0-9 _");
    }

    @Test
    void optionsThatContradictOrSayNothingAreUsage() {
        countersign("alert").exits(ExitCode.USAGE).complains("Name a command");
        countersign("alert", "list", "--open", "--all").exits(ExitCode.USAGE);
        countersign("alert", "list", "--since", "yesterday")
                .exits(ExitCode.USAGE)
                .complains("24h or 7d");
        countersign("alert", "list", "--config", "a.yaml", "--dir", "b")
                .exits(ExitCode.USAGE)
                .complains("not both");
    }

    @Test
    void aFolderWithoutAnInstallationIsNamedWithTheWayOut() {
        countersign("alert", "list", "--dir", root.toString())
                .exits(ExitCode.FAILED)
                .complains("There is no installation in " + root, "--config");
        countersign("alert", "close", ID, "--as", "test", "--dir", root.toString())
                .exits(ExitCode.FAILED)
                .complains("There is no installation in " + root);
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamedWithTheWayOut() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config =
                Files.writeString(
                        root.resolve("countersign.yaml"),
                        "kafka:\n  bootstrap-servers: [\"127.0.0.1:%d\"]\n".formatted(port));
        countersign("alert", "list", "--config", config.toString())
                .exits(ExitCode.FAILED)
                .complains("No Kafka answers at 127.0.0.1:" + port, "countersign up");
    }
}
