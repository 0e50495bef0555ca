package io.countersign.intake.icap;

import static io.countersign.intake.icap.ProxyClient.chunk;
import static io.countersign.intake.icap.ProxyClient.post;
import static io.countersign.intake.icap.ProxyClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.intake.RawRecords;
import io.countersign.intake.documents.DocumentReader;
import io.countersign.intake.listen.CertificateFile;
import io.countersign.intake.listen.Credential;
import io.countersign.intake.listen.ServerTls;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Sources;
import io.countersign.intake.listen.TestCertificate;
import io.countersign.intake.listen.TokenFile;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over TLS only sources that proved who they are show requests, until their proof is taken away.
class IcapOverTlsTest {
    private static final String TOKEN = "a-token-of-more-than-16";
    private static final Instant NOW = Instant.parse("2026-11-22T09:31:12Z");

    @TempDir Path directory;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private TestCertificate proxy;
    private TestCertificate stranger;
    private Path token;
    private IcapListener listener;

    @BeforeEach
    void start() throws Exception {
        TestCertificate server = TestCertificate.make(directory, "server");
        proxy = TestCertificate.make(directory, "proxy");
        stranger = TestCertificate.make(directory, "stranger");
        token =
                Files.createFile(
                        directory.resolve("token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, TOKEN + "\n");
        IcapSettings standard = IcapSettings.STANDARD;
        listener =
                IcapListener.start(
                        InetAddress.getLoopbackAddress(),
                        0,
                        new IcapSettings(
                                Optional.of(
                                        ServerTls.of(
                                                server.certificate(), server.key(), () -> NOW)),
                                new Sources(
                                        List.of(
                                                source(
                                                        "squid-main",
                                                        new CertificateFile(proxy.certificate())),
                                                source("fortigate", new TokenFile(token)))),
                                standard.maxConnections(),
                                standard.maxBodyBytes(),
                                standard.maxHeldBytes(),
                                standard.maxWaiting(),
                                standard.requestTime(),
                                standard.idleTime(),
                                standard.clients()),
                        new RawRecords(
                                producer,
                                1,
                                TokenKeys.loadOrCreate(
                                        directory.resolve("tokens.key"), new SecureRandom()),
                                BundledSchemas.get(),
                                () -> NOW),
                        DocumentReader.closed(),
                        new byte[] {1, 2},
                        () -> NOW);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private static Source source(String name, Credential credential) {
        return new Source(name, Optional.empty(), List.of(credential), false);
    }

    private static void show(ProxyClient client, String headers, String body) throws IOException {
        client.say(
                request(
                                "Allow: 204\r\nPreview: 4096\r\n" + headers,
                                post(
                                        "https://chat.example.org/api",
                                        "Content-Length: " + body.length() + "\r\n"),
                                true)
                        + chunk(body)
                        + "0; ieof\r\n\r\n");
    }

    private ProducerRecord<byte[], byte[]> record(int number) {
        await().until(() -> producer.history().size() >= number);
        return producer.history().get(number - 1);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void aCertificateOrATokenProvesTheSource() throws Exception {
        try (ProxyClient client = new ProxyClient(proxy.connect(listener.port()))) {
            show(client, "", "prompt=one");
            assertThat(client.head()).startsWith("ICAP/1.0 204");
        }
        assertThat(header(record(1), "source-id")).startsWith("icap.squid-main.0102.");
        assertThat(record(1).headers().lastHeader("source-proof")).isNotNull();
        try (ProxyClient client = new ProxyClient(stranger.connect(listener.port()))) {
            assertThatThrownBy(
                            () -> {
                                show(client, "", "prompt=never");
                                client.head();
                            })
                    .isInstanceOf(IOException.class);
        }
        try (ProxyClient client =
                new ProxyClient(TestCertificate.connectWithout(listener.port()))) {
            show(client, "Authorization: Bearer " + TOKEN + "\r\n", "prompt=two");
            assertThat(client.head()).startsWith("ICAP/1.0 204");
            show(client, "", "prompt=never");
            assertThat(client.head())
                    .startsWith("ICAP/1.0 401 Unauthorized")
                    .contains("WWW-Authenticate: Bearer");
        }
        assertThat(header(record(2), "source-id")).startsWith("icap.fortigate.0102.");
        assertThat(new String(record(2).value(), StandardCharsets.UTF_8)).doesNotContain(TOKEN);
        assertThat(producer.history()).hasSize(2);
        assertThat(listener.counts().refusedConnections()).isEqualTo(1);
    }

    @Test
    void aProofThatIsTakenAwayEndsItsConnections() throws Exception {
        try (ProxyClient byCertificate = new ProxyClient(proxy.connect(listener.port()));
                ProxyClient byToken =
                        new ProxyClient(TestCertificate.connectWithout(listener.port()))) {
            show(byCertificate, "", "prompt=one");
            assertThat(byCertificate.head()).startsWith("ICAP/1.0 204");
            show(byToken, "Authorization: Bearer " + TOKEN + "\r\n", "prompt=two");
            assertThat(byToken.head()).startsWith("ICAP/1.0 204");
            Files.delete(proxy.certificate());
            Files.delete(token);
            await().until(() -> listener.counts().refusedConnections() == 2);
            await().until(() -> listener.counts().connections() == 0);
        }
    }

    @Test
    void whoSpeaksWithoutTlsIsNotHeard() throws Exception {
        try (ProxyClient client = new ProxyClient(listener.port())) {
            assertThatThrownBy(
                            () -> {
                                show(client, "", "prompt=never");
                                client.head();
                            })
                    .isInstanceOf(IOException.class);
        }
        await().until(() -> listener.counts().broken() == 1);
        assertThat(producer.history()).isEmpty();
    }
}
