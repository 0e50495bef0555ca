package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpListenerTest {
    @TempDir Path directory;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpListener start() throws IOException {
        TokenKeys tokens =
                TokenKeys.loadOrCreate(directory.resolve("tokens.key"), new SecureRandom());
        RawRecords records =
                new RawRecords(
                        producer,
                        1,
                        tokens,
                        BundledSchemas.get(),
                        () -> Instant.parse("2026-11-22T09:00:00Z"));
        return HttpListener.start(
                InetAddress.getLoopbackAddress(),
                0,
                records,
                Set.of("plain-json", "squid"),
                new byte[] {1, 2});
    }

    private HttpResponse<String> post(HttpListener listener, String path, byte[] body)
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
        try (HttpListener listener = start()) {
            HttpResponse<String> response = post(listener, "/v1/events", event);
            post(listener, "/v1/events/squid", event);

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body())
                    .isEqualTo("{\"topic\":\"prompt.raw\",\"partition\":0,\"offset\":0}\n");
            assertThat(producer.history().get(0).value()).isEqualTo(event);
            assertThat(producer.history().get(1).topic()).isEqualTo(Topics.PROXY_RAW);
            assertThat(
                            new String(
                                    producer.history()
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
        try (HttpListener listener = start()) {
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
            assertThat(producer.history()).isEmpty();
        }
    }

    @Test
    void anOversizeEventIsRefusedAndTheRefusalIsChained() throws Exception {
        try (HttpListener listener = start()) {
            byte[] large = new byte[RawRecords.MAX_RECORD_BYTES + 1];
            assertThat(post(listener, "/v1/events", large).statusCode()).isEqualTo(413);
            assertThat(producer.history().getFirst().topic()).isEqualTo(Topics.CONTROL);
        }
    }
}
