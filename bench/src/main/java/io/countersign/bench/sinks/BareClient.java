package io.countersign.bench.sinks;

import io.countersign.bench.GateFailure;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.delivery.Sink;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// What the same protocol costs a client that has nothing to do but to send: events that were
/// encoded before, in batches of the sink's own size, one batch after the other. No retries, no
/// watermarks, no dead letters.
final class BareClient {
    /// RELP: messages without an answer.
    private static final int WINDOW = 1_024;

    private final Protocol protocol;
    private final SSLContext tls;
    private final String scheme;
    private final int port;
    private final Path folder;
    private final List<Batch> batches;

    /// As it goes out.
    private static final class Batch {
        private final byte[] body;
        private final int events;

        Batch(byte[] body, int events) {
            this.body = body;
            this.events = events;
        }
    }

    /// @param scheme `https`, or `http` where an HTTP receiver has no TLS
    BareClient(
            Protocol protocol,
            SSLContext tls,
            String scheme,
            int port,
            Path folder,
            Sink.Parts parts,
            List<byte[]> records) {
        this.protocol = protocol;
        this.tls = tls;
        this.scheme = scheme;
        this.port = port;
        this.folder = folder;
        this.batches = batches(parts, records);
    }

    /// Returns once everything was sent and, where the protocol has an answer, answered.
    void run() throws IOException, InterruptedException {
        if (protocol.isHttp()) {
            http();
        } else if (protocol == Protocol.NDJSON) {
            file();
        } else {
            stream();
        }
    }

    private List<Batch> batches(Sink.Parts parts, List<byte[]> records) {
        WireDecoder decoder = new WireDecoder(BundledSchemas.get());
        List<Batch> made = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        int events = 0;
        int most = protocol == Protocol.WEBHOOK ? 1 : parts.settings().maxBatchEvents();
        int transaction = 2;
        for (byte[] record : records) {
            if (!(decoder.decode(record) instanceof Decoded.Known known)) {
                throw new GateFailure("a record of the bench is no entry");
            }
            event.reset();
            parts.encoder().encode(known, EventEncoder.Detail.FULL, event);
            if (events == most
                    || (events > 0
                            && body.size() + event.size() > parts.settings().maxBatchBytes())) {
                made.add(new Batch(body.toByteArray(), events));
                body.reset();
                events = 0;
            }
            body.writeBytes(head(known, event.size(), transaction++));
            body.writeBytes(event.toByteArray());
            if (protocol != Protocol.SYSLOG) {
                body.write('\n');
            }
            events++;
        }
        made.add(new Batch(body.toByteArray(), events));
        return made;
    }

    private byte[] head(Decoded.Known known, int length, int transaction) {
        String head =
                switch (protocol) {
                    case OPENSEARCH ->
                            "{\"create\":{\"_index\":\"countersign-ecs-2026.09\",\"_id\":\""
                                    + known.eventId()
                                    + "\"}}\n";
                    case SYSLOG -> length + " ";
                    case RELP -> transaction + " syslog " + length + " ";
                    case NDJSON, SPLUNK_HEC, SENTINEL, OTLP, WEBHOOK -> "";
                };
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    private void http() throws IOException, InterruptedException {
        URI uri = URI.create(scheme + "://127.0.0.1:" + port + protocol.path());
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(tls)
                        .build()) {
            for (Batch batch : batches) {
                HttpResponse<byte[]> response =
                        client.send(
                                HttpRequest.newBuilder(uri)
                                        .header("Authorization", "Bearer invented")
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(batch.body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() / 100 != 2) {
                    throw new GateFailure("the receiver answers " + response.statusCode());
                }
            }
        }
    }

    private void file() throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve("bare.ndjson"),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            for (Batch batch : batches) {
                ByteBuffer bytes = ByteBuffer.wrap(batch.body);
                while (bytes.hasRemaining()) {
                    int _ = file.write(bytes);
                }
                file.force(false);
            }
        }
    }

    private void stream() throws IOException {
        try (Socket socket =
                tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            if (protocol == Protocol.RELP) {
                String offer = "relp_version=0\nrelp_software=bench\ncommands=syslog";
                out.write(
                        ("1 open " + offer.length() + " " + offer + "\n")
                                .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                opened(in);
            }
            for (Batch batch : batches) {
                if (batch.events > WINDOW) {
                    throw new IllegalStateException("a batch is larger than the window");
                }
                out.write(batch.body);
                out.flush();
                if (protocol == Protocol.RELP) {
                    answers(in, batch.events);
                }
            }
        }
    }

    /// The receiver's own offer has lines, so it is read by its length: `1 rsp LENGTH DATA`.
    private static void opened(InputStream in) throws IOException {
        String head = word(in) + " " + word(in);
        int length = Integer.parseInt(word(in));
        String data = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
        if (!head.equals("1 rsp") || !data.startsWith("200") || in.read() != '\n') {
            throw new GateFailure("the receiver opens no session");
        }
    }

    private static String word(InputStream in) throws IOException {
        StringBuilder word = new StringBuilder();
        for (int c = in.read(); c > ' '; c = in.read()) {
            word.append((char) c);
        }
        return word.toString();
    }

    private static void answers(InputStream in, int count) throws IOException {
        for (int left = count; left > 0; ) {
            int c = in.read();
            if (c < 0) {
                throw new GateFailure("the receiver closed");
            }
            left -= c == '\n' ? 1 : 0;
        }
    }
}
