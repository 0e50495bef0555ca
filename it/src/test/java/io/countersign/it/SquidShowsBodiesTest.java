package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A real Squid shows requests to the ICAP listener: they reach their server unchanged, whatever
/// their length, and what was in their bodies is found in the log.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SquidShowsBodiesTest {
    private static final int TIMED = 200;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NOTE =
            "Patient Ada Quill, MRN 00917452, DOB 03/14/1950, type 2 diabetes";

    private static final AvroDecoder<AuditEntry> DECODER =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());

    @TempDir static Path folder;

    private static Installation installation;
    private static boolean listening = true;
    private static HttpServer service;
    private static Process squid;
    private static HttpClient browser;
    private static final LinkedBlockingQueue<byte[]> ARRIVED = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        InstalledProgram program = InstalledProgram.orSkip("squid");
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext(
                "/",
                exchange -> {
                    ARRIVED.add(exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        service.start();

        int icap = LoopbackPort.free();
        Path file = folder.resolve("countersign.yaml");
        Files.writeString(
                file,
                """
                directory: %s
                partitions: 1
                listeners:
                  icap:
                    port: %d
                documents:
                  processes: 1
                  time: 60s
                """
                        .formatted(folder.resolve("data"), icap));
        Configuration configuration = ConfigurationFile.read(file).configuration();
        installation = StartedInstallation.withSinks(configuration, PolicyYaml.demo());

        int proxy = LoopbackPort.free();
        Path squidFolder = Files.createDirectory(folder.resolve("squid"));
        // Started by root it becomes another user, who needs the folder.
        squidFolder.toFile().setWritable(true, false);
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        Path settings = squidFolder.resolve("squid.conf");
        Files.writeString(
                settings,
                """
                http_port 127.0.0.1:%d
                http_access allow all
                cache deny all
                pid_filename none
                access_log none
                cache_log stdio:%s/cache.log
                cache_peer 127.0.0.1 parent %d 0 no-query originserver default
                never_direct allow all
                shutdown_lifetime 1 second
                icap_enable on
                icap_preview_enable on
                icap_send_client_ip on
                icap_send_client_username on
                adaptation_meta X-Transaction-ID "sq-1"
                icap_service bodies reqmod_precache icap://127.0.0.1:%d/reqmod bypass=on
                adaptation_access bodies allow all
                """
                        .formatted(proxy, squidFolder, service.getAddress().getPort(), icap));
        squid = program.start(squidFolder.resolve("out.log"), "-N", "-f", settings.toString());
        Awaitility.await("squid listens")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
                        return socket.isConnected();
                    } catch (IOException _notYet) {
                        return false;
                    }
                });
        browser =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(
                                ProxySelector.of(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), proxy)))
                        .build();
    }

    @AfterAll
    static void stop() throws Exception {
        if (squid != null) {
            squid.destroy();
            squid.waitFor(30, TimeUnit.SECONDS);
        }
        if (installation != null && listening) {
            installation.close();
        }
        if (service != null) {
            service.stop(0);
        }
    }

    @Test
    void aPromptIsFoundAndReachesItsServer() throws Exception {
        byte[] body =
                ("{\"messages\":[{\"role\":\"user\",\"content\":\"" + NOTE + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(post("/prompt", "application/json", body)).isEqualTo(200);
        assertThat(ARRIVED.poll(10, TimeUnit.SECONDS)).isEqualTo(body);

        EventEntry event = entry("POST", body.length);
        assertThat(event.getContent().getInspected()).isEqualTo(Inspected.FULL);
        assertThat(event.getContent().getPhi()).contains(true);
        assertThat(event.getHost()).contains("chatgpt.com");
        assertThat(event.getSourceIp()).contains("127.0.0.1");
        assertThat(event.getTransaction()).contains("sq-1");
        assertThat(event.getSource().getFormat()).isEqualTo("icap-request");
    }

    @Test
    void anUploadedDocumentIsOpened() throws Exception {
        byte[] body = Uploads.body("visit.docx", Uploads.docx(NOTE));
        assertThat(post("/upload", Uploads.TYPE, body)).isEqualTo(200);
        assertThat(ARRIVED.poll(10, TimeUnit.SECONDS)).isEqualTo(body);

        EventEntry event = entry("POST", body.length);
        assertThat(event.getContent().getInspected()).isEqualTo(Inspected.FULL);
        assertThat(event.getContent().getPhi()).contains(true);
    }

    @Test
    void aPictureIsNotInspectedAndSaysSo() throws Exception {
        byte[] picture = new byte[200];
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, 0, picture, 0, 4);
        byte[] body = Uploads.body("scan.png", picture);
        assertThat(post("/upload", Uploads.TYPE, body)).isEqualTo(200);
        assertThat(ARRIVED.poll(10, TimeUnit.SECONDS)).isEqualTo(body);

        EventEntry event = entry("POST", body.length);
        assertThat(event.getContent().getInspected()).isEqualTo(Inspected.NOT_INSPECTED);
        assertThat(event.getContent().getInspectedReason()).isEqualTo("IMAGE");
    }

    @Test
    void whatSquidCannotHoldComesBackUnchanged() throws Exception {
        byte[] body = new byte[3_000_000];
        Arrays.fill(body, (byte) 'x');
        for (boolean ofKnownLength : new boolean[] {true, false}) {
            long begun = System.nanoTime();
            HttpRequest.BodyPublisher content = HttpRequest.BodyPublishers.ofByteArray(body);
            HttpResponse<Void> answer =
                    browser.send(
                            request("/large", "text/plain")
                                    .POST(
                                            ofKnownLength
                                                    ? content
                                                    : HttpRequest.BodyPublishers.fromPublisher(
                                                            content))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(ARRIVED.poll(10, TimeUnit.SECONDS)).isEqualTo(body);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
        }
        assertThat(entry("POST", body.length).getContent().getInspected())
                .isEqualTo(Inspected.FULL);
    }

    /// The last one, since it takes the listener away: Squid is told to bypass (`bypass=on`).
    @Test
    @Order(Integer.MAX_VALUE)
    void requestsPassWhereNobodyListens() throws Exception {
        List<Duration> watched = times();
        installation.close();
        listening = false;
        List<Duration> alone = times();
        System.out.printf(
                "through Squid, %d POSTs of 2 KiB: with the listener p50 %d ms, longest %d ms; after it went p50 %d ms, longest"
                        + " %d ms%n",
                TIMED,
                watched.get(TIMED / 2).toMillis(),
                watched.getLast().toMillis(),
                alone.get(TIMED / 2).toMillis(),
                alone.getLast().toMillis());
        assertThat(alone.getLast()).isLessThan(Duration.ofSeconds(30));
    }

    /// How long requests take, the shortest first; each reaches its server.
    private static List<Duration> times() throws Exception {
        byte[] body = new byte[2_048];
        Arrays.fill(body, (byte) 'y');
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < TIMED; i++) {
            long begun = System.nanoTime();
            assertThat(post("/timed", "text/plain", body)).isEqualTo(200);
            times.add(Duration.ofNanos(System.nanoTime() - begun));
            assertThat(ARRIVED.poll(10, TimeUnit.SECONDS)).isEqualTo(body);
        }
        times.sort(null);
        return times;
    }

    private static HttpRequest.Builder request(String path, String type) {
        return HttpRequest.newBuilder(URI.create("http://chatgpt.com" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", type);
    }

    private static int post(String path, String type, byte[] body) throws Exception {
        return browser.send(
                        request(path, type)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static EventEntry entry(String method, long bytesUp) {
        return Awaitility.await("an entry of the request")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            for (ConsumerRecord<byte[], byte[]> record :
                                    CommittedRecords.of(
                                            installation.deployment(), Topics.AUDIT_ENTRY)) {
                                AuditEntry entry = DECODER.framed(record.value());
                                if (entry.getKind() == EntryKind.EVENT
                                        && entry.getEvent()
                                                .orElseThrow()
                                                .getMethod()
                                                .equals(Optional.of(method))
                                        && entry.getEvent()
                                                .orElseThrow()
                                                .getBytesUp()
                                                .equals(Optional.of(bytesUp))) {
                                    return entry.getEvent();
                                }
                            }
                            return Optional.<EventEntry>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }
}
