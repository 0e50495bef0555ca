package io.countersign.ledger.storage.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A store that takes every write, whatever the condition says. No program that can be had here
/// does so any more; older ones did.
final class HeedlessStore implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    HeedlessStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    S3Endpoint endpoint(S3Endpoint keys) {
        return new S3Endpoint(
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                keys.region(),
                true,
                keys.credentials());
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            String key = call.getRequestURI().getPath();
            call.getResponseHeaders().add("ETag", "\"always-the-same\"");
            switch (call.getRequestMethod()) {
                case "PUT" -> {
                    objects.put(key, body);
                    call.sendResponseHeaders(200, -1);
                }
                case "DELETE" -> {
                    objects.remove(key);
                    call.sendResponseHeaders(204, -1);
                }
                default -> {
                    byte[] object = objects.get(key);
                    call.sendResponseHeaders(
                            object == null ? 404 : 200, object == null ? -1 : object.length);
                    if (object != null) {
                        call.getResponseBody().write(object);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
