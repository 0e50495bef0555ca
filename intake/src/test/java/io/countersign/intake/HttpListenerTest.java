package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.http.HttpProtocol;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpListenerTest {
    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();

    private ListenerRig start() throws IOException {
        return ListenerRig.open(directory, new HttpProtocol(Set.of("plain-json", "squid")));
    }

    private HttpResponse<String> post(ListenerRig listener, String path, byte[] body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anEventIsAnsweredWithItsPlaceOnceKafkaHasIt() throws Exception {
        byte[] event =
                "{\"host\":\"chat.example.org\",\"prompt\":\"Hello.\"}"
                        .getBytes(StandardCharsets.UTF_8);
        try (ListenerRig listener = start()) {
            HttpResponse<String> response = post(listener, "/v1/events", event);
            post(listener, "/v1/events/squid", event);

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body())
                    .isEqualTo("{\"topic\":\"prompt.raw\",\"partition\":0,\"offset\":0}\n");
            assertThat(listener.producer().history().get(0).value()).isEqualTo(event);
            assertThat(listener.producer().history().get(1).topic()).isEqualTo(Topics.PROXY_RAW);
            assertThat(
                            new String(
                                    listener.producer()
                                            .history()
                                            .get(1)
                                            .headers()
                                            .lastHeader(RecordHeaders.SOURCE_SEQ)
                                            .value(),
                                    StandardCharsets.UTF_8))
                    .isEqualTo("1");
        }
    }

    @Test
    void whatCannotBeTakenIsRefusedWithAReason() throws Exception {
        try (ListenerRig listener = start()) {
            assertThat(post(listener, "/v1/events", new byte[0]).statusCode()).isEqualTo(400);
            assertThat(post(listener, "/v1/events/unheard-of", new byte[] {1}).statusCode())
                    .isEqualTo(404);
            assertThat(post(listener, "/elsewhere", new byte[] {1}).statusCode()).isEqualTo(404);
            HttpRequest get =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:" + listener.port() + "/v1/events"))
                            .build();
            assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(405);
            assertThat(listener.producer().history()).isEmpty();
        }
    }

    @Test
    void anOversizeEventIsRefusedAndTheRefusalIsChained() throws Exception {
        try (ListenerRig listener = start()) {
            byte[] large = new byte[RawRecords.MAX_RECORD_BYTES + 1];
            assertThat(post(listener, "/v1/events", large).statusCode()).isEqualTo(413);
            assertThat(listener.producer().history().getFirst().topic()).isEqualTo(Topics.CONTROL);
        }
    }

    private String lines(ListenerRig listener, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + listener.port() + "/v1/events/squid"))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void aBodyOfLinesIsARecordALine() throws Exception {
        try (ListenerRig listener = start()) {
            assertThat(lines(listener, "one\ntwo\r\n\nthree"))
                    .isEqualTo("{\"accepted\":3,\"refused\":0}\n");
            assertThat(listener.produced()).containsExactly("one", "two", "three");
            assertThat(listener.places())
                    .containsExactly(
                            "test.anyone.0102.0/0", "test.anyone.0102.0/1", "test.anyone.0102.0/2");
        }
    }

    @Test
    void whatAClientNumbersIsSentAgainUnderItsNumber() throws Exception {
        try (ListenerRig listener = start()) {
            lines(listener, "one\ntwo", "Countersign-Stream", "batch", "Countersign-Seq", "40");
            lines(listener, "two", "Countersign-Stream", "batch", "Countersign-Seq", "41");
            assertThat(listener.places())
                    .containsExactly(
                            "test.anyone:batch/40", "test.anyone:batch/41", "test.anyone:batch/41");
            assertThat(lines(listener, "x", "Countersign-Stream", "a b", "Countersign-Seq", "0"))
                    .contains("Countersign-Stream is a name");
        }
    }

    @Test
    void aRequestWithTheSameKeyIsDoneOnce() throws Exception {
        try (ListenerRig listener = start()) {
            String first = lines(listener, "one", "Idempotency-Key", "7");
            assertThat(lines(listener, "one", "Idempotency-Key", "7")).isEqualTo(first);
            assertThat(listener.produced()).containsExactly("one");
        }
    }

    @Test
    void whatIsNoRequestIsAnsweredAndEndsTheConnection() throws Exception {
        try (ListenerRig listener = start()) {
            for (String malformed :
                    new String[] {
                        "GET\r\n\r\n",
                        "POST /v1/events HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                        "POST /v1/events HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
                        "POST /v1/events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                        "POST /v1/events HTTP/1.1\r\n folded: x\r\n\r\n"
                    }) {
                assertThat(listener.exchange(malformed)).startsWith("HTTP/1.1 400");
            }
            assertThat(listener.produced()).isEmpty();
        }
    }

    @Test
    void aBodyThatEndsTooSoonIsNotProduced() throws Exception {
        try (ListenerRig listener = start()) {
            assertThat(
                            listener.exchange(
                                    "POST /v1/events HTTP/1.1\r\nContent-Length: 900\r\n\r\n{}"))
                    .isEmpty();
            assertThat(listener.produced()).isEmpty();
        }
    }

    @Test
    void chunksAndGzipAreRead() throws Exception {
        try (ListenerRig listener = start()) {
            assertThat(
                            listener.exchange(
                                    "POST /v1/events/squid HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n2;x=y\r\n+2\r\n0\r\n\r\n"
                                            + "GET /services/collector/health HTTP/1.1\r\n\r\n"))
                    .contains("HTTP/1.1 202", "HTTP/1.1 200", "HEC is healthy");
            java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
            try (java.io.OutputStream gzip = new java.util.zip.GZIPOutputStream(packed)) {
                gzip.write("packed".getBytes(StandardCharsets.UTF_8));
            }
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + listener.port()
                                                    + "/v1/events/squid"))
                            .header("Content-Encoding", "gzip")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                            .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(202);
            assertThat(listener.produced()).containsExactly("one+2", "packed");
        }
    }
}
