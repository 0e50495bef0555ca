package io.countersign.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Says what the HTTP receivers of sinks say, one a path, and keeps every byte that came: request
/// lines, headers and bodies. It takes everything but what is sent to [#REFUSING], whose answer
/// quotes what it refuses, as some products do.
final class RecordedHttp implements AutoCloseable {
    static final String REFUSING = "refusing";

    private static final int MAX_ACKNOWLEDGED = 10_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, ByteArrayOutputStream> received = new ConcurrentHashMap<>();
    private final AtomicLong acknowledgements = new AtomicLong();

    private RecordedHttp(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static RecordedHttp start() throws IOException {
        return new RecordedHttp(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64));
    }

    /// Of one receiver.
    String address(String receiver) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), receiver);
    }

    /// What came to one receiver.
    byte[] received(String receiver) {
        ByteArrayOutputStream bytes = record(receiver);
        synchronized (bytes) {
            return bytes.toByteArray();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String receiver = path.split("/", -1)[1];
            keep(record(receiver), exchange, body);
            byte[] answer = said(receiver, path, new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(receiver.equals(REFUSING) ? 400 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private byte[] said(String receiver, String path, String body) {
        String answer =
                switch (receiver) {
                    case "splunk" -> {
                        if (path.endsWith("/ack")) {
                            yield "{\"acks\":{%s}}"
                                    .formatted(
                                            IntStream.range(0, MAX_ACKNOWLEDGED)
                                                    .mapToObj(id -> "\"" + id + "\":true")
                                                    .collect(Collectors.joining(",")));
                        }
                        yield body.isEmpty()
                                ? "{\"text\":\"No data\",\"code\":5}"
                                : "{\"text\":\"Success\",\"code\":0,\"ackId\":%d}"
                                        .formatted(acknowledgements.getAndIncrement());
                    }
                    case "opensearch" ->
                            "{\"errors\":false,\"items\":[%s]}"
                                    .formatted(
                                            Stream.generate(() -> "{\"create\":{\"status\":201}}")
                                                    .limit(body.lines().count() / 2)
                                                    .collect(Collectors.joining(",")));
                    case "sentinel" ->
                            path.endsWith("/token")
                                    ? "{\"access_token\":\"token\",\"expires_in\":3600}"
                                    : "";
                    case REFUSING -> "refused: " + body;
                    default -> "{}";
                };
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    private ByteArrayOutputStream record(String receiver) {
        return received.computeIfAbsent(receiver, _ -> new ByteArrayOutputStream());
    }

    private static void keep(ByteArrayOutputStream to, HttpExchange exchange, byte[] body) {
        synchronized (to) {
            to.writeBytes(
                    (exchange.getRequestURI() + "\n" + exchange.getRequestHeaders().entrySet())
                            .getBytes(StandardCharsets.UTF_8));
            to.writeBytes(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
