package io.countersign.intake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Takes single events over HTTP/1.1 and answers once Kafka has them.
///
/// ```
/// POST /v1/events            one event in plain JSON
/// POST /v1/events/{format}   one record of that input format
/// -> 202 {"topic":"prompt.raw","partition":2,"offset":17}
/// ```
///
/// On loopback unless told otherwise. A request without a body, too large or for an unknown format
/// is refused with a status and a sentence; nothing of a request is logged.
public final class HttpListener implements AutoCloseable {
    /// The input format of a plain JSON event.
    public static final String PLAIN_JSON = "plain-json";

    private static final int THREADS = 4;
    private static final int BACKLOG = 64;
    private static final int ACKNOWLEDGE_SECONDS = 30;
    private static final String PATH = "/v1/events";

    private final RawRecords records;
    private final Set<String> formats;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    private final String sourceId;
    private final Object order = new Object();
    private long nextSeq;

    private HttpListener(
            RawRecords records, Set<String> formats, HttpServer server, String sourceId) {
        this.records = records;
        this.formats = formats;
        this.server = server;
        this.sourceId = sourceId;
    }

    /// @param address where to listen
    /// @param port 0 for any free one
    /// @param formats names of the input formats that are taken
    /// @param incarnation random, new for each start: sequence numbers begin at 0 again
    public static HttpListener start(
            InetAddress address,
            int port,
            RawRecords records,
            Set<String> formats,
            byte[] incarnation)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        String sourceId = "http-" + HexFormat.of().formatHex(incarnation);
        HttpListener listener = new HttpListener(records, Set.copyOf(formats), server, sourceId);
        server.createContext("/", listener::answer);
        server.setExecutor(listener.workers);
        server.start();
        return listener;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
                respond(exchange, 404, error("There is only " + PATH));
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().set("Allow", "POST");
                respond(exchange, 405, error("Send events with POST"));
                return;
            }
            String format = path.equals(PATH) ? PLAIN_JSON : path.substring(PATH.length() + 1);
            if (!formats.contains(format)) {
                respond(
                        exchange,
                        404,
                        error("No such input format; countersign help ingest lists them"));
                return;
            }
            take(exchange, format);
        }
    }

    private void take(HttpExchange exchange, String format) throws IOException {
        byte[] body = read(exchange.getRequestBody());
        if (body.length == 0) {
            respond(exchange, 400, error("The request has no body"));
            return;
        }
        Future<RecordMetadata> sent;
        synchronized (order) {
            sent = records.send(format, sourceId, nextSeq++, body);
        }
        boolean refused = body.length > RawRecords.MAX_RECORD_BYTES;
        try {
            RecordMetadata place = sent.get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
            if (refused) {
                respond(
                        exchange,
                        413,
                        error("An event has at most " + RawRecords.MAX_RECORD_BYTES + " bytes"));
            } else {
                respond(
                        exchange,
                        202,
                        "{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d}\n"
                                .formatted(place.topic(), place.partition(), place.offset()));
            }
        } catch (ExecutionException | TimeoutException _unacknowledged) {
            respond(exchange, 503, error("Kafka has not acknowledged the event: send it again"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            respond(exchange, 503, error("Stopping: send the event again"));
        }
    }

    /// One byte more than is allowed shows that there is more; no source makes us hold more than
    /// that.
    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(in.readNBytes(RawRecords.MAX_RECORD_BYTES + 1));
        return body.toByteArray();
    }

    private static String error(String sentence) {
        return "{\"error\":\"" + sentence + "\"}\n";
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Answers what is under way, then stops listening.
    @Override
    public void close() {
        server.stop(1);
        workers.shutdown();
    }
}
