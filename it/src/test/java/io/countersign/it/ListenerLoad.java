package io.countersign.it;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// One client that sends as a forwarder does: records that no other has, again and again until they
/// are acknowledged, over connections that break. Runs in a thread of its own until told to stop.
abstract sealed class ListenerLoad implements Runnable {
    private static final int BATCH = 20;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
    private static final int RETRY_MILLIS = 50;

    final int port;
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private long next;

    ListenerLoad(int port) {
        this.port = port;
    }

    abstract String name();

    /// Sends something; throws where the connection breaks.
    abstract void round() throws IOException, InterruptedException;

    /// After a break.
    void broken() {}

    final void stop() {
        stopped.set(true);
    }

    final boolean stopping() {
        return stopped.get();
    }

    @Override
    public final void run() {
        while (!stopping()) {
            try {
                round();
            } catch (IOException _broken) {
                broken();
                pause();
            } catch (InterruptedException _end) {
                return;
            }
        }
        broken();
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException _end) {
            Thread.currentThread().interrupt();
        }
    }

    final String line() {
        return name() + " " + next++;
    }

    final List<String> batch() {
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            batch.add(line());
        }
        return batch;
    }

    static HttpResponse<String> post(
            HttpClient client, int port, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(REQUEST_LIMIT)
                        .headers(headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// Lines over HTTP, numbered by the client.
    static final class Http extends ListenerLoad {
        private final HttpClient client = HttpClient.newHttpClient();
        private List<String> batch = batch();
        private long seq;

        Http(int port) {
            super(port);
        }

        @Override
        String name() {
            return "http";
        }

        @Override
        void round() throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    post(
                            client,
                            port,
                            "/v1/events",
                            String.join("\n", batch),
                            "Content-Type",
                            "application/x-ndjson",
                            "Countersign-Stream",
                            "load",
                            "Countersign-Seq",
                            Long.toString(seq));
            if (answer.statusCode() != 202) {
                throw new IOException("status " + answer.statusCode());
            }
            acknowledged.addAll(batch);
            seq += batch.size();
            batch = batch();
        }
    }

    /// Splunk's collector with acknowledgement.
    static final class Collector extends ListenerLoad {
        private static final int ASKS = 40;
        private static final int ASK_MILLIS = 25;
        private static final String CHANNEL = "11111111-2222-3333-4444-555555555555";

        private final HttpClient client = HttpClient.newHttpClient();
        private final String token;
        private List<String> batch = batch();

        Collector(int port, String token) {
            super(port);
            this.token = token;
        }

        @Override
        String name() {
            return "collector";
        }

        private String post(String path, String body) throws IOException, InterruptedException {
            return ListenerLoad.post(
                            client,
                            port,
                            "/services/collector" + path,
                            body,
                            "Authorization",
                            "Splunk " + token,
                            "X-Splunk-Request-Channel",
                            CHANNEL)
                    .body();
        }

        @Override
        void round() throws IOException, InterruptedException {
            StringBuilder events = new StringBuilder();
            batch.forEach(line -> events.append("{\"event\":\"").append(line).append("\"}"));
            String answer = post("/event", events.toString());
            int at = answer.indexOf("\"ackId\":");
            if (at < 0) {
                throw new IOException("no ackId");
            }
            String id = answer.substring(at + 8).replaceAll("\\D", "");
            for (int ask = 0; ask < ASKS; ask++) {
                if (post("/ack", "{\"acks\":[" + id + "]}").contains(":true")) {
                    acknowledged.addAll(batch);
                    batch = batch();
                    return;
                }
                Thread.sleep(ASK_MILLIS);
            }
            throw new IOException("not acknowledged");
        }
    }

    /// RELP with a window.
    static final class Relp extends ListenerLoad {
        private static final int WINDOW = 50;

        private final Deque<String> unanswered = new ArrayDeque<>();
        private Session session = new Session();

        private static final class Session {
            private Socket socket = new Socket();
            private InputStream in = InputStream.nullInputStream();
            private int transaction;
            private int sent;
        }

        Relp(int port) {
            super(port);
        }

        @Override
        String name() {
            return "relp";
        }

        @Override
        void round() throws IOException {
            if (session.transaction == 0) {
                session.socket = new Socket(InetAddress.getLoopbackAddress(), port);
                session.socket.setSoTimeout((int) REQUEST_LIMIT.toMillis());
                session.in = new BufferedInputStream(session.socket.getInputStream());
                write("open", "relp_version=0\ncommands=syslog");
                answer();
            }
            while (unanswered.size() < WINDOW) {
                unanswered.add(line());
            }
            int skip = session.sent;
            for (String line : unanswered) {
                if (skip-- <= 0) {
                    write("syslog", line);
                    session.sent++;
                }
            }
            answer();
            acknowledged.add(unanswered.remove());
            session.sent--;
        }

        private void write(String command, String data) throws IOException {
            String frame =
                    ++session.transaction + " " + command + " " + data.length() + " " + data + "\n";
            session.socket.getOutputStream().write(frame.getBytes(StandardCharsets.US_ASCII));
        }

        private void answer() throws IOException {
            StringBuilder head = new StringBuilder();
            for (int blanks = 0; blanks < 3; ) {
                int next = session.in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                blanks += next == ' ' || next == '\n' ? 1 : 0;
                head.append((char) next);
            }
            String[] words = head.toString().strip().split(" ", -1);
            byte[] data = session.in.readNBytes(Integer.parseInt(words[2]) + 1);
            if (!words[1].equals("rsp")
                    || !new String(data, StandardCharsets.US_ASCII).startsWith("200")) {
                throw new IOException("the session ends");
            }
        }

        @Override
        void broken() {
            try {
                session.socket.close();
            } catch (IOException _gone) {
                // It is over either way.
            }
            session = new Session();
        }
    }

    /// Syslog in lines: what was written counts as sent, since nobody says more.
    static final class Syslog extends ListenerLoad {
        private static final int LINES = 25;
        private static final int PAUSE_MILLIS = 5;

        private Socket socket = new Socket();

        Syslog(int port) {
            super(port);
        }

        @Override
        String name() {
            return "syslog";
        }

        @Override
        void round() throws IOException, InterruptedException {
            if (!socket.isConnected()) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
            }
            for (int i = 0; i < LINES; i++) {
                String line = line();
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
                acknowledged.add(line);
            }
            Thread.sleep(PAUSE_MILLIS);
        }

        @Override
        void broken() {
            try {
                socket.close();
            } catch (IOException _gone) {
                // It is over either way.
            }
            socket = new Socket();
        }
    }
}
