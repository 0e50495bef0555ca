package io.countersign.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A network that can be broken: Shopify's Toxiproxy in a process of its own, between a client and
/// a server on loopback, told over its REST interface what to do to what passes through.
final class Toxiproxy implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final URI api;
    private final HttpClient http = HttpClient.newHttpClient();

    private Toxiproxy(Process process, int port) {
        this.process = process;
        this.api = URI.create("http://127.0.0.1:" + port);
        Awaitility.await("Toxiproxy answers")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> ask("GET", "/version", "") / 100 == 2);
    }

    /// Skips the test where the program is missing.
    static Toxiproxy startOrSkip(Path folder) throws IOException {
        InstalledProgram program = InstalledProgram.orSkip("toxiproxy-server");
        int port = LoopbackPort.free();
        return new Toxiproxy(
                program.start(
                        folder.resolve("toxiproxy.log"),
                        "-host",
                        "127.0.0.1",
                        "-port",
                        Integer.toString(port)),
                port);
    }

    /// A way to a port of this machine on which nothing goes wrong yet.
    Way to(int port) throws IOException, InterruptedException {
        Way way = new Way("to-" + port, LoopbackPort.free());
        must(
                "POST",
                "/proxies",
                "{\"name\":\"%s\",\"listen\":\"127.0.0.1:%d\",\"upstream\":\"127.0.0.1:%d\",\"enabled\":true}"
                        .formatted(way.name, way.port, port));
        return way;
    }

    /// Where a client connects instead of to the server.
    final class Way {
        private final String name;
        private final int port;

        private Way(String name, int port) {
            this.name = name;
            this.port = port;
        }

        int port() {
            return port;
        }

        /// Something goes wrong with what passes, in both directions, until [#heal].
        ///
        /// @param type of Toxiproxy's toxics
        /// @param attributes of it, as members of a JSON object
        void poison(String type, String attributes) throws IOException, InterruptedException {
            for (String stream : List.of("upstream", "downstream")) {
                must(
                        "POST",
                        "/proxies/" + name + "/toxics",
                        "{\"name\":\"%s-%s\",\"type\":\"%s\",\"stream\":\"%s\",\"attributes\":{%s}}"
                                .formatted(type, stream, type, stream, attributes));
            }
        }

        /// Connections end and new ones are refused, until [#heal].
        void cut() throws IOException, InterruptedException {
            must("POST", "/proxies/" + name, "{\"enabled\":false}");
        }

        /// All is well again.
        void heal() throws IOException, InterruptedException {
            // The toxics of all proxies, and all proxies that were cut: there is one at a time.
            must("POST", "/reset", "");
        }
    }

    /// It takes connections and, while its buffers have room, bytes, and passes nothing on.
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// It goes on where it was frozen.
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new IllegalStateException("no signal: status " + status);
        }
    }

    private void must(String method, String path, String body)
            throws IOException, InterruptedException {
        int status = ask(method, path, body);
        if (status / 100 != 2) {
            throw new IllegalStateException(
                    "Toxiproxy says " + status + " to " + method + " " + path + " " + body);
        }
    }

    private int ask(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(api.resolve(path))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .timeout(LIMIT)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            boolean _ = process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _stop) {
            Thread.currentThread().interrupt();
        }
    }
}
