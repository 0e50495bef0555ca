package io.countersign.ledger.storage.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// The way to a real store, on which calls come to harm. Requests go through with every byte as it
/// was signed.
public final class TroubledWay implements AutoCloseable {
    /// What happens to a call.
    public enum Harm {
        NONE,
        /// 503 in the store's place, which hears nothing.
        REFUSED,
        /// The store does it, and the answer is 500.
        DONE_BUT_FAILED,
        /// The store does it, and the connection breaks.
        DONE_BUT_CUT
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI store;
    private final Function<String, Harm> harm;

    /// @param harm asked once a call, with method and path
    public TroubledWay(URI store, Function<String, Harm> harm) throws IOException {
        this.store = store;
        this.harm = harm;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    /// An endpoint like the store's own, by this way.
    public S3Endpoint endpoint(S3Endpoint direct) {
        return new S3Endpoint(
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                direct.region(),
                direct.pathStyle(),
                direct.credentials());
    }

    private void pass(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            Harm done = harm.apply(call.getRequestMethod() + " " + call.getRequestURI().getPath());
            if (done == Harm.REFUSED) {
                call.sendResponseHeaders(503, -1);
                return;
            }
            byte[] answer = forwarded(call, body);
            if (done == Harm.DONE_BUT_FAILED) {
                call.sendResponseHeaders(500, -1);
            } else if (done == Harm.NONE) {
                answer(call, answer);
            }
        }
    }

    private byte[] forwarded(HttpExchange call, byte[] body) throws IOException {
        try (Socket socket = new Socket(store.getHost(), store.getPort())) {
            StringBuilder head = new StringBuilder();
            head.append(call.getRequestMethod())
                    .append(' ')
                    .append(call.getRequestURI())
                    .append(" HTTP/1.1\r\n");
            for (Map.Entry<String, List<String>> header : call.getRequestHeaders().entrySet()) {
                if (!List.of("Connection", "Expect").contains(header.getKey())) {
                    header.getValue()
                            .forEach(value ->
                                    head.append(header.getKey())
                                            .append(": ")
                                            .append(value)
                                            .append("\r\n"));
                }
            }
            head.append("Connection: close\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return socket.getInputStream().readAllBytes();
        }
    }

    private static void answer(HttpExchange call, byte[] whole) throws IOException {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> head = new ArrayList<>(text.substring(0, end).lines().toList());
        int status = Integer.parseInt(head.removeFirst().split(" ", 3)[1]);
        byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        boolean chunked = false;
        for (String line : head) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (name.equalsIgnoreCase("Transfer-Encoding")) {
                chunked = true;
            } else if (!name.equalsIgnoreCase("Connection")
                    && (!name.equalsIgnoreCase("Content-Length")
                            || call.getRequestMethod().equals("HEAD"))) {
                call.getResponseHeaders().add(name, value);
            }
        }
        if (chunked) {
            body = joined(body);
        }
        call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            call.getResponseBody().write(body);
        }
    }

    private static byte[] joined(byte[] chunks) {
        String text = new String(chunks, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; ; ) {
            int line = text.indexOf("\r\n", at);
            int length = Integer.parseInt(text.substring(at, line), 16);
            if (length == 0) {
                return out.toByteArray();
            }
            out.write(chunks, line + 2, length);
            at = line + 2 + length + 2;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
