package io.countersign.intake.icap;

import static io.countersign.intake.icap.ProxyClient.chunk;
import static io.countersign.intake.icap.ProxyClient.post;
import static io.countersign.intake.icap.ProxyClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.intake.RawRecords;
import io.countersign.intake.documents.DocumentReader;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A proxy is let through in every way that RFC 3507 leaves it, and what it showed is recorded.
class IcapListenerTest {
    private static final String PREVIEW = "Allow: 204\r\nPreview: 4096\r\n";

    @TempDir Path directory;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<IcapListener> started = new ArrayList<>();

    private IcapListener start(IcapSettings settings) throws IOException {
        TokenKeys tokens =
                TokenKeys.loadOrCreate(directory.resolve("tokens.key"), new SecureRandom());
        IcapListener listener =
                IcapListener.start(
                        InetAddress.getLoopbackAddress(),
                        0,
                        settings,
                        new RawRecords(
                                producer,
                                1,
                                tokens,
                                BundledSchemas.get(),
                                () -> Instant.parse("2026-11-22T09:00:00Z")),
                        DocumentReader.closed(),
                        new byte[] {1, 2},
                        () -> Instant.parse("2026-11-22T09:31:12Z"));
        started.add(listener);
        return listener;
    }

    private IcapListener start() throws IOException {
        return start(IcapSettings.STANDARD);
    }

    private static IcapSettings limits(int bodyBytes, long heldBytes, int waiting) {
        return new IcapSettings(
                Optional.empty(),
                IcapSettings.STANDARD.sources(),
                2,
                bodyBytes,
                heldBytes,
                waiting,
                Duration.ofMillis(1_500),
                Duration.ofSeconds(1),
                Set.of());
    }

    @AfterEach
    void stop() {
        started.forEach(IcapListener::close);
    }

    private List<String> records(int wanted) {
        await().atMost(Duration.ofSeconds(20)).until(() -> producer.history().size() >= wanted);
        return producer.history().stream()
                .map(ProducerRecord::value)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void optionsSayWhatIsTaken() throws Exception {
        try (ProxyClient proxy = new ProxyClient(start().port())) {
            proxy.say("OPTIONS icap://icap.example.org/reqmod ICAP/1.0\r\nHost: x\r\n\r\n");
            assertThat(proxy.head())
                    .startsWith("ICAP/1.0 200 OK\r\n")
                    .contains(
                            "Methods: REQMOD\r\n",
                            "Preview: 4096\r\n",
                            "Allow: 204\r\n",
                            "Max-Connections: 500\r\n",
                            "ISTag: \"icap-0102\"\r\n",
                            "Encapsulated: null-body=0\r\n");
        }
    }

    @Test
    void aBodyWithinThePreviewIsAnswered204AndRecorded() throws Exception {
        try (ProxyClient proxy = new ProxyClient(start().port())) {
            for (int i = 0; i < 3; i++) {
                proxy.say(
                        request(
                                        PREVIEW
                                                + "X-Client-IP: 192.0.2.57\r\n"
                                                + "X-Authenticated-User: V2luTlQ6Ly9IT1NQL2pva2Fmb3I=\r\n"
                                                + "X-Transaction-ID: tx-"
                                                + i
                                                + "\r\n",
                                        post(
                                                "http://chat.example.org/send?access_token=s3cr3t&q=x",
                                                "Content-Type: application/json\r\nCookie: sid=cr4mb; lastActiveOrg=org-1\r\n"
                                                        + "Authorization: Bearer t0psecrettoken\r\n"),
                                        true)
                                + chunk("{\"prompt\":\"MRN 5550142\"}")
                                + "0; ieof\r\n\r\n");
                assertThat(proxy.head()).startsWith("ICAP/1.0 204 ");
            }
        }
        List<String> records = records(3);
        assertThat(records)
                .allSatisfy(record ->
                        assertThat(record)
                                .contains(
                                        "\"time\":\"2026-11-22T09:31:12Z\"",
                                        "\"method\":\"POST\"",
                                        "\"url\":\"http://chat.example.org/send?access_token=scrubbed&q=x\"",
                                        "\"user\":\"HOSP\\\\jokafor\"",
                                        "\"clientIp\":\"192.0.2.57\"",
                                        "\"orgCookie\":\"org-1\"",
                                        "MRN 5550142")
                                .doesNotContain("s3cr3t", "cr4mb", "t0psecrettoken"));
        assertThat(String.join("", records)).contains("tx-0", "tx-1", "tx-2");
    }

    @Test
    void behindThePreviewTheRestIsAskedForAndA204IsForClientsThatHoldIt() throws Exception {
        String rest = "b".repeat(10_000);
        try (ProxyClient proxy = new ProxyClient(start().port())) {
            proxy.say(
                    request(
                                    PREVIEW,
                                    post("http://chat.example.org/", "Content-Length: 14096\r\n"),
                                    true)
                            + chunk("a".repeat(4096))
                            + "0\r\n\r\n");
            assertThat(proxy.head()).isEqualTo("ICAP/1.0 100 Continue\r\n\r\n");
            proxy.say(chunk(rest) + "0\r\n\r\n");
            assertThat(proxy.head()).startsWith("ICAP/1.0 204 ");
        }
        assertThat(records(1).getFirst()).contains("\"bytes\":14096", "a".repeat(4096) + rest);
    }

    @Test
    void whatAClientMayNotHoldComesBackUnchanged() throws Exception {
        for (String length : List.of("Content-Length: 300000\r\n", "")) {
            String http = post("http://chat.example.org/", length);
            String body = "x".repeat(300_000);
            try (ProxyClient proxy = new ProxyClient(start().port())) {
                proxy.say(
                        request(PREVIEW, http, true)
                                + chunk(body.substring(0, 4096))
                                + "0\r\n\r\n");
                assertThat(proxy.head()).startsWith("ICAP/1.0 100 ");
                Thread sender =
                        Thread.startVirtualThread(() -> {
                            try {
                                proxy.say(chunk(body.substring(4096)) + "0\r\n\r\n");
                            } catch (IOException failed) {
                                throw new java.io.UncheckedIOException(failed);
                            }
                        });
                assertThat(proxy.head())
                        .startsWith("ICAP/1.0 200 OK\r\n")
                        .contains("Encapsulated: req-hdr=0, req-body=" + http.length() + "\r\n");
                assertThat(new String(proxy.bytes(http.length()), StandardCharsets.US_ASCII))
                        .isEqualTo(http);
                assertThat(new String(proxy.chunks(), StandardCharsets.US_ASCII)).isEqualTo(body);
                sender.join();
            }
        }
    }

    @Test
    void withoutPreviewOr204TheRequestComesBack() throws Exception {
        String http = post("http://chat.example.org/", "");
        try (ProxyClient proxy = new ProxyClient(start().port())) {
            proxy.say(request("", http, true) + chunk("hello") + "0\r\n\r\n");
            assertThat(proxy.head()).startsWith("ICAP/1.0 200 OK");
            proxy.bytes(http.length());
            assertThat(new String(proxy.chunks(), StandardCharsets.US_ASCII)).isEqualTo("hello");

            proxy.say(request("", "GET / HTTP/1.1\r\n\r\n", false));
            assertThat(proxy.head()).contains("Encapsulated: req-hdr=0, null-body=18");
            assertThat(new String(proxy.bytes(18), StandardCharsets.US_ASCII))
                    .isEqualTo("GET / HTTP/1.1\r\n\r\n");
        }
        assertThat(records(1)).hasSize(1);
    }

    @Test
    void aBodyOverTheLimitPassesAndItsRecordSaysSo() throws Exception {
        IcapListener listener = start(limits(10_000, 20_000, 100));
        try (ProxyClient proxy = new ProxyClient(listener.port())) {
            proxy.say(
                    request(
                                    "Allow: 204\r\n",
                                    post("http://chat.example.org/", "Content-Length: 50000\r\n"),
                                    true)
                            + chunk("y".repeat(50_000))
                            + "0\r\n\r\n");
            assertThat(proxy.head()).startsWith("ICAP/1.0 204 ");
        }
        assertThat(records(1).getFirst())
                .contains("\"bytes\":50000", "\"gap\":\"BODY_LIMIT\"", "y".repeat(10_000))
                .doesNotContain("y".repeat(10_001));
        await().until(() -> listener.heldBytes() == 0);
    }

    @Test
    void whileKafkaTakesNothingRequestsPassAndMemoryStaysBounded() throws Exception {
        producer.sendException = new org.apache.kafka.common.errors.TimeoutException("unreachable");
        IcapListener listener = start(limits(100_000, 300_000, 50));
        try (ProxyClient proxy = new ProxyClient(listener.port())) {
            for (int i = 0; i < 300; i++) {
                long begun = System.nanoTime();
                proxy.say(
                        request(
                                        "Allow: 204\r\n",
                                        post(
                                                "http://chat.example.org/",
                                                "Content-Length: 20000\r\n"),
                                        true)
                                + chunk("z".repeat(20_000))
                                + "0\r\n\r\n");
                assertThat(proxy.head()).startsWith("ICAP/1.0 204 ");
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isLessThan(Duration.ofSeconds(1));
                assertThat(listener.heldBytes()).isLessThanOrEqualTo(300_000);
            }
        }
        await().until(() -> listener.counts().answered204() == 300);
        assertThat(listener.counts().cut()).isPositive();
        assertThat(listener.counts().lost()).isPositive();
        assertThat(listener.waiting()).isLessThanOrEqualTo(50);

        producer.sendException = null;
        long kept = 300 - listener.counts().lost();
        await().atMost(Duration.ofSeconds(20)).until(() -> listener.counts().delivered() == kept);
        assertThat(records(1)).anyMatch(record -> record.contains("MEMORY_LIMIT"));
    }

    @Test
    void aConnectionThatEndsInABodyLeavesARecordOfWhatCame() throws Exception {
        IcapListener listener = start();
        try (ProxyClient proxy = new ProxyClient(listener.port())) {
            proxy.say(
                    request(
                                    "Allow: 204\r\n",
                                    post("http://chat.example.org/", "Content-Length: 1024\r\n"),
                                    true)
                            + "400\r\nonly this");
            proxy.halfClose();
            assertThat(proxy.ended()).isTrue();
        }
        assertThat(records(1).getFirst()).contains("only this", "\"gap\":\"CONNECTION_LOST\"");
        assertThat(listener.counts().broken()).isEqualTo(1);
    }

    @Test
    void aSlowClientIsCutOffAndOthersGoOn() throws Exception {
        IcapListener listener = start(limits(10_000, 20_000, 100));
        try (ProxyClient slow = new ProxyClient(listener.port());
                ProxyClient proxy = new ProxyClient(listener.port())) {
            slow.say("REQMOD icap://icap.example.org/reqm");
            proxy.say(request("Allow: 204\r\n", "GET / HTTP/1.1\r\n\r\n", false));
            assertThat(proxy.head()).startsWith("ICAP/1.0 204 ");
            assertThat(slow.ended()).isTrue();
        }
    }

    @Test
    void oneConnectionMoreThanAllowedIsTold() throws Exception {
        IcapListener listener = start(limits(10_000, 20_000, 100));
        try (ProxyClient first = new ProxyClient(listener.port());
                ProxyClient second = new ProxyClient(listener.port())) {
            await().until(() -> listener.counts().connections() == 2);
            try (ProxyClient third = new ProxyClient(listener.port())) {
                assertThat(third.head()).startsWith("ICAP/1.0 503 ");
            }
            first.say(request("Allow: 204\r\n", "GET / HTTP/1.1\r\n\r\n", false));
            assertThat(first.head()).startsWith("ICAP/1.0 204 ");
            second.halfClose();
        }
        assertThat(listener.counts().refusedConnections()).isEqualTo(1);
    }

    @Test
    void whatIsNoIcapIsRefused() throws Exception {
        IcapListener listener = start();
        for (String wrong :
                List.of(
                        "GET / HTTP/1.1\r\n\r\n",
                        "REQMOD icap://x/reqmod ICAP/1.0\r\n\r\n",
                        "REQMOD icap://x/reqmod ICAP/1.0\r\nEncapsulated: req-hdr=0, req-body=999999999\r\n\r\n",
                        "REQMOD icap://x/reqmod ICAP/1.0\r\nEncapsulated: res-hdr=0, res-body=5\r\n\r\n",
                        "REQMOD icap://x/reqmod ICAP/1.0\r\nEncapsulated: req-body=0\r\n\r\n-5\r\n",
                        "REQMOD icap://x/reqmod ICAP/1.0\r\nEncapsulated: req-body=0\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
                        "x".repeat(20_000))) {
            try (ProxyClient proxy = new ProxyClient(listener.port())) {
                proxy.say(wrong);
                String answer = proxy.head();
                // A body without a head and without a 204 begins to come back before it turns bad.
                assertThat(answer).startsWith("ICAP/1.0 ");
                assertThat(answer.startsWith("ICAP/1.0 400 ") || answer.contains("req-body=0"))
                        .as(wrong)
                        .isTrue();
            }
        }
        try (ProxyClient proxy = new ProxyClient(listener.port())) {
            proxy.say("RESPMOD icap://x/reqmod ICAP/1.0\r\nEncapsulated: res-body=0\r\n\r\n");
            assertThat(proxy.head()).startsWith("ICAP/1.0 405 ");
        }
    }

    /// Seeds are fixed: a failure comes back on the next run.
    @Test
    void mutatedConnectionsEndAndTheListenerGoesOn() throws Exception {
        IcapListener listener = start(limits(10_000, 100_000, 1_000));
        String whole =
                request(
                                PREVIEW + "X-Client-Username: jokafor\r\n",
                                post("http://chat.example.org/", "Content-Length: 5000\r\n"),
                                true)
                        + chunk("a".repeat(4096))
                        + "0\r\n\r\n"
                        + chunk("b".repeat(904))
                        + "0\r\n\r\n";
        Random random = new Random(20_261_126);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.getBytes(StandardCharsets.ISO_8859_1);
            for (int m = 1 + random.nextInt(4); m > 0; m--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length);
            try (ProxyClient proxy = new ProxyClient(listener.port())) {
                proxy.say(java.util.Arrays.copyOf(bytes, length));
                proxy.halfClose();
                while (!proxy.ended()) {
                    // Whatever it answers.
                }
            } catch (SocketException | EOFException _reset) {
                // It ended the connection while we spoke.
            }
        }
        try (ProxyClient proxy = new ProxyClient(listener.port())) {
            proxy.say(request("Allow: 204\r\n", "GET / HTTP/1.1\r\n\r\n", false));
            assertThat(proxy.head()).startsWith("ICAP/1.0 204 ");
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(listener.heldBytes()).isZero());
    }
}
