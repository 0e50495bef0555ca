package io.countersign.app.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Three pages over HTTP, for whoever may reach the address; names and numbers, never text of a
/// record:
///
/// - `GET /livez`: 200 while no part has stopped by itself, 503 after;
/// - `GET /readyz`: 200 while every part does its work, 503 otherwise; a line for each part;
/// - `GET /metrics`: Prometheus' text format 0.0.4, ours and those of Kafka's clients.
public final class HealthEndpoint implements AutoCloseable {
    private static final int BACKLOG = 16;

    /// Answers at a time; one more waits.
    private static final int THREADS = 2;

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService workers;
    private final Supplier<? extends List<? extends Watched>> parts;

    private HealthEndpoint(HttpServer server, Supplier<? extends List<? extends Watched>> parts) {
        this.server = server;
        this.parts = parts;
        this.workers =
                Executors.newFixedThreadPool(
                        THREADS, Thread.ofPlatform().daemon().name("health-", 0).factory());
    }

    /// @param port 0 for any free one
    /// @param parts asked at each request; until they are complete, an empty list is not ready
    /// @throws IOException where the port is taken
    public static HealthEndpoint start(
            InetAddress address, int port, Supplier<? extends List<? extends Watched>> parts)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        HealthEndpoint endpoint = new HealthEndpoint(server, parts);
        server.createContext("/", endpoint::answer);
        server.setExecutor(endpoint.workers);
        server.start();
        return endpoint;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                respond(exchange, 405, TEXT, "GET only\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/livez" -> live(exchange);
                case "/readyz" -> ready(exchange);
                case "/metrics" -> respond(exchange, 200, PROMETHEUS, metrics());
                default -> respond(exchange, 404, TEXT, "There are /livez, /readyz and /metrics\n");
            }
        }
    }

    private void live(HttpExchange exchange) throws IOException {
        boolean failed = parts.get().stream().anyMatch(part -> part.failure().isPresent());
        respond(exchange, failed ? 503 : 200, TEXT, failed ? "stopped\n" : "alive\n");
    }

    private void ready(HttpExchange exchange) throws IOException {
        List<? extends Watched> asked = parts.get();
        boolean ready = !asked.isEmpty();
        StringBuilder lines = new StringBuilder(asked.isEmpty() ? "nothing has started\n" : "");
        for (Watched part : asked) {
            Readiness readiness = part.readiness();
            ready &= readiness.ready();
            lines.append(part.name())
                    .append(readiness.ready() ? ": ready, " : ": not ready, ")
                    .append(readiness.why())
                    .append('\n');
        }
        respond(exchange, ready ? 200 : 503, TEXT, lines.toString());
    }

    private String metrics() {
        List<Measure> measures = new ArrayList<>();
        for (Watched part : parts.get()) {
            measures.add(
                    Measure.of("countersign_ready", part.name(), part.readiness().ready() ? 1 : 0));
            measures.addAll(part.measures());
        }
        measures.addAll(KafkaMeasures.read());
        // All lines of one name stand together, as the format wants it.
        measures.sort(Comparator.comparing(Measure::name));
        StringBuilder text = new StringBuilder();
        String last = "";
        for (Measure measure : measures) {
            if (!measure.name().equals(last)) {
                text.append("# TYPE ").append(measure.name()).append(" untyped\n");
                last = measure.name();
            }
            text.append(measure.line());
        }
        return text.toString();
    }

    private static void respond(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
