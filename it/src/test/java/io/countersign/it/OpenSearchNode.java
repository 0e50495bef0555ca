package io.countersign.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/// A real OpenSearch node in a JVM of its own, since its class path has versions of its own; it can
/// be killed and started again on its data. Where `COUNTERSIGN_OPENSEARCH` names no folder of its
/// jars (`it/opensearch/pom.xml`) the test is skipped.
final class OpenSearchNode implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path jars;
    private final Path folder;
    private final int queue;
    private final int port = LoopbackPort.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private OpenSearchNode(Path jars, Path folder, int queue) throws IOException {
        this.jars = jars;
        this.folder = folder;
        this.queue = queue;
        this.process = start();
        awaitStarted();
    }

    /// @param queue how many writes wait for the one thread that writes; more are refused with 429
    static OpenSearchNode orSkip(Path folder, int queue) throws IOException {
        String jars = System.getenv().getOrDefault("COUNTERSIGN_OPENSEARCH", "");
        Assumptions.assumeTrue(
                !jars.isEmpty(), "COUNTERSIGN_OPENSEARCH names no OpenSearch: the test is skipped");
        return new OpenSearchNode(Path.of(jars), folder, queue);
    }

    int port() {
        return port;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /// What a sink needs to send to it, at this port or over one that leads there.
    static Map<String, String> properties(int port, String format) {
        return Map.of(
                "endpoint",
                "http://127.0.0.1:" + port,
                "send-without-tls",
                "true",
                "format",
                format);
    }

    /// How many documents it has.
    long count(String alias) throws IOException, InterruptedException {
        String _ = ask("POST", "/" + alias + "/_refresh", "");
        String answer = ask("GET", "/" + alias + "/_count?filter_path=count", "");
        return Long.parseLong(answer.replaceAll("\\D", ""));
    }

    /// The answer to a GET or POST; whatever its status.
    String ask(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(address() + path))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /// As kill -9 does, and begins to start it again.
    void killAndRestart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = start();
    }

    void awaitStarted() {
        Awaitility.await("OpenSearch answers")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> {
                    String status = ask("GET", "/_cluster/health?filter_path=status", "");
                    return status.contains("green") || status.contains("yellow");
                });
    }

    String log() {
        try {
            return Files.readString(folder.resolve("opensearch.log"));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        jars + "/*",
                        Path.of("opensearch", "Node.java").toString(),
                        folder.resolve("node").toString(),
                        Integer.toString(port),
                        Integer.toString(queue))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("opensearch.log").toFile()))
                .start();
    }
}
