package io.countersign.bench.sinks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// A receiver in a JVM of its own: as light as it can be while it still counts every event, answers
/// as the protocol asks, and takes nothing without credentials. Over standard input it is asked
/// `tally` or `outOfOrder`, or told `clear`; it ends with its parent.
final class ReceiverStub {
    private static final Pattern ACK_ID = Pattern.compile("\\d+");
    private static final int BACKLOG = 16;

    private final Protocol protocol;
    private final SSLContext tls;
    private final Arrivals arrivals;
    private final AtomicLong acknowledgements = new AtomicLong();

    private ReceiverStub(Protocol protocol, SSLContext tls) {
        this.protocol = protocol;
        this.tls = tls;
        this.arrivals = new Arrivals(protocol.marker());
    }

    /// @param arguments the protocol, the folder of the certificate, and the port
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        // Without it each answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        ReceiverStub stub =
                new ReceiverStub(
                        Protocol.of(arguments[0]).orElseThrow(),
                        BenchCertificate.in(Path.of(arguments[1])).server());
        int port = Integer.parseInt(arguments[2]);
        System.out.println(stub.protocol.isHttp() ? stub.http(port) : stub.stream(port));
        stub.obey();
    }

    private void obey() throws IOException {
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            if (c == 't') {
                long[] tally = arrivals.tally();
                System.out.println(tally[0] + " " + tally[1]);
            } else if (c == 'o') {
                System.out.println(arrivals.outOfOrder());
            } else if (c == 'c') {
                arrivals.clear();
                System.out.println("clear");
            }
        }
        System.exit(0);
    }

    private int http(int port) throws IOException {
        HttpsServer server =
                HttpsServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/", this::answer);
        ((HttpServer) server).start();
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            boolean credentials =
                    exchange.getRequestHeaders().containsKey("Authorization")
                            || protocol == Protocol.WEBHOOK
                            || path.endsWith("/token");
            byte[] reply =
                    (credentials ? reply(path, body) : "").getBytes(StandardCharsets.US_ASCII);
            int status = credentials ? reply.length == 0 ? 204 : 200 : 401;
            exchange.sendResponseHeaders(status, reply.length == 0 ? -1 : reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    private String reply(String path, byte[] body) {
        if (path.endsWith("/token")) {
            return "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"invented\"}";
        }
        if (path.endsWith("/ack")) {
            return acks(body);
        }
        if (path.startsWith("/_index_template")) {
            return "{\"acknowledged\":true}";
        }
        int events = arrivals.count(body, body.length);
        return switch (protocol) {
            case SPLUNK_HEC ->
                    "{\"text\":\"Success\",\"code\":0,\"ackId\":"
                            + acknowledgements.getAndIncrement()
                            + "}";
            case OPENSEARCH -> items(events);
            case OTLP -> "{}";
            case NDJSON, SENTINEL, SYSLOG, RELP, WEBHOOK -> "";
        };
    }

    private static String acks(byte[] body) {
        List<String> members = new ArrayList<>();
        Matcher ids = ACK_ID.matcher(new String(body, StandardCharsets.US_ASCII));
        while (ids.find()) {
            members.add("\"" + ids.group() + "\":true");
        }
        return "{\"acks\":{" + String.join(",", members) + "}}";
    }

    private static String items(int events) {
        StringBuilder items = new StringBuilder("{\"errors\":false,\"items\":[");
        for (int i = 0; i < events; i++) {
            items.append(i == 0 ? "" : ",").append("{\"create\":{\"status\":201}}");
        }
        return items.append("]}").toString();
    }

    private int stream(int port) throws IOException {
        ServerSocket server =
                tls.getServerSocketFactory()
                        .createServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        Thread accepting =
                new Thread(
                        () -> {
                            while (true) {
                                try {
                                    Socket client = server.accept();
                                    new Thread(() -> serve(client), "client").start();
                                } catch (IOException e) {
                                    return;
                                }
                            }
                        },
                        "accept");
        accepting.setDaemon(true);
        accepting.start();
        return server.getLocalPort();
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream(), 256 * 1024);
            OutputStream out = new BufferedOutputStream(client.getOutputStream(), 64 * 1024);
            byte[] message = new byte[64 * 1024];
            while (true) {
                // RELP: TXNR SP COMMAND SP LENGTH SP DATA LF; syslog: LENGTH SP MESSAGE.
                boolean relp = protocol == Protocol.RELP;
                String transaction = relp ? word(in) : "";
                String command = relp ? word(in) : "";
                int bytes = Integer.parseInt(word(in));
                if (command.equals("close")) {
                    return;
                }
                if (in.readNBytes(message, 0, bytes) < bytes || (relp && in.read() < 0)) {
                    throw new EOFException();
                }
                int _ = arrivals.count(message, bytes);
                if (relp) {
                    out.write(
                            (transaction + " rsp 6 200 OK\n").getBytes(StandardCharsets.US_ASCII));
                    if (in.available() == 0) {
                        out.flush();
                    }
                }
            }
        } catch (IOException | NumberFormatException e) {
            // The client is gone.
        }
    }

    private static String word(InputStream in) throws IOException {
        StringBuilder word = new StringBuilder();
        int c = in.read();
        while (c > ' ') {
            word.append((char) c);
            c = in.read();
        }
        if (c < 0) {
            throw new EOFException();
        }
        return word.toString();
    }
}
