package io.countersign.intake.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.intake.ListenerRig;
import io.countersign.intake.http.HttpProtocol;
import io.countersign.intake.syslog.SyslogProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlyProvenSourcesAreHeardTest {
    private static final String TOKEN = "a-token-of-more-than-16";
    private static final byte[] LINE = "one\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path directory;

    private Path tokenFile(String line) throws IOException {
        Path file =
                Files.createFile(
                        directory.resolve("token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, line + "\n");
    }

    private ListenerRig http(Limits limits, Path token) throws Exception {
        return ListenerRig.open(
                directory,
                new HttpProtocol(Set.of("squid")),
                sources(new TokenFile(token)),
                limits,
                Optional.empty(),
                true);
    }

    private static Sources sources(Credential credential) {
        return new Sources(
                List.of(new Source("proxy", Optional.of("squid"), List.of(credential), false)));
    }

    private static String request(String token) {
        return "POST /v1/events HTTP/1.1\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Length: 1\r\n\r\nx";
    }

    @Test
    void beyondThisMachineOnlyWithTlsAndCredentials() throws Exception {
        Sources proven = sources(new TokenFile(tokenFile(TOKEN)));
        InetAddress everywhere = InetAddress.getByAddress(new byte[4]);
        assertThatThrownBy(() ->
                        new ListenerSettings(
                                "a", everywhere, 0, Optional.empty(), proven, Limits.STANDARD))
                .hasMessageContaining("only with TLS");
        TestCertificate server = TestCertificate.make(directory, "server");
        Optional<ServerTls> tls =
                Optional.of(
                        ServerTls.of(server.certificate(), server.key(), () -> ListenerRig.NOW));
        assertThatThrownBy(() ->
                        new ListenerSettings(
                                "a",
                                everywhere,
                                0,
                                tls,
                                Sources.open(Source.anyone("b", Optional.empty())),
                                Limits.STANDARD))
                .hasMessageContaining("token or certificate");
        assertThat(new ListenerSettings("a", everywhere, 0, tls, proven, Limits.STANDARD).name())
                .isEqualTo("a");
    }

    @Test
    void aTokenThatIsTakenAwayEndsItsConnections() throws Exception {
        Path token = tokenFile(TOKEN);
        try (ListenerRig rig = http(Limits.STANDARD, token);
                Socket socket = rig.connect()) {
            socket.getOutputStream().write(request(TOKEN).getBytes(StandardCharsets.US_ASCII));
            assertThat(
                            new String(
                                    socket.getInputStream().readNBytes(12),
                                    StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 202");
            Files.writeString(token, "another-token-of-this-source\n");
            Awaitility.await()
                    .until(() -> rig.listener().counts().closed(CloseReason.REVOKED) == 1);
            assertThat(rig.exchange(request(TOKEN))).startsWith("HTTP/1.1 401");
            assertThat(rig.exchange(request("another-token-of-this-source")))
                    .startsWith("HTTP/1.1 202");
            Files.delete(token);
            Awaitility.await()
                    .until(() ->
                            rig.exchange(request("another-token-of-this-source"))
                                    .startsWith("HTTP/1.1 401"));
        }
    }

    @Test
    void theHashOfATokenServesAsWell() throws Exception {
        String hash =
                java.util.HexFormat.of()
                        .formatHex(TokenFile.sha256(TOKEN.getBytes(StandardCharsets.UTF_8)));
        try (ListenerRig rig = http(Limits.STANDARD, tokenFile("sha256:" + hash))) {
            assertThat(rig.exchange(request(TOKEN))).startsWith("HTTP/1.1 202");
            assertThat(rig.exchange(request(hash))).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void aTokenFileThatOthersMayReadIsRefused() throws Exception {
        Path token = tokenFile(TOKEN);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new TokenFile(token)).isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateProvesASourceUntilItIsTakenOut() throws Exception {
        TestCertificate server = TestCertificate.make(directory, "server");
        TestCertificate known = TestCertificate.make(directory, "known");
        TestCertificate stranger = TestCertificate.make(directory, "stranger");
        try (ListenerRig rig =
                ListenerRig.open(
                        directory,
                        new SyslogProtocol(),
                        sources(new CertificateFile(known.certificate())),
                        Limits.STANDARD,
                        Optional.of(
                                ServerTls.of(
                                        server.certificate(), server.key(), () -> ListenerRig.NOW)),
                        true)) {
            try (Socket socket = known.connect(rig.port())) {
                socket.getOutputStream().write(LINE);
                Awaitility.await().until(() -> rig.produced().equals(List.of("one")));
                assertThat(rig.producer().history().getFirst().headers().lastHeader("source-proof"))
                        .isNotNull();
                try (Socket other = stranger.connect(rig.port())) {
                    other.getOutputStream().write(LINE);
                    other.getInputStream().read();
                } catch (IOException _refused) {
                    // By the handshake.
                }
                Awaitility.await()
                        .until(() -> rig.listener().counts().closed(CloseReason.HANDSHAKE) == 1);
                Files.copy(
                        stranger.certificate(),
                        known.certificate(),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                Awaitility.await()
                        .until(() -> rig.listener().counts().closed(CloseReason.REVOKED) == 1);
            }
            assertThat(rig.produced()).containsExactly("one");
        }
    }

    @Test
    void anAuthoritysCertificateProvesASourceByItsName() throws Exception {
        TestCertificate server = TestCertificate.make(directory, "server");
        TestCertificate authority = TestCertificate.authority(directory, "authority");
        TestCertificate proxy =
                TestCertificate.issuedBy(
                        authority, directory, "proxy-7", "san=dns:proxy-7.example.org");
        TestCertificate colleague =
                TestCertificate.issuedBy(
                        authority, directory, "printer", "san=dns:printer.example.org");
        Path file = Files.copy(authority.certificate(), directory.resolve("authorities.pem"));
        try (ListenerRig rig =
                ListenerRig.open(
                        directory,
                        new SyslogProtocol(),
                        sources(
                                new AuthorityFile(
                                        file,
                                        List.of("Proxy-7.example.org"),
                                        () -> ListenerRig.NOW)),
                        Limits.STANDARD,
                        Optional.of(
                                ServerTls.of(
                                        server.certificate(), server.key(), () -> ListenerRig.NOW)),
                        true)) {
            try (Socket socket = proxy.connect(rig.port())) {
                socket.getOutputStream().write(LINE);
                Awaitility.await().until(() -> rig.produced().equals(List.of("one")));
                assertThat(rig.producer().history().getFirst().headers().lastHeader("source-proof"))
                        .isNotNull();
                try (Socket other = colleague.connect(rig.port())) {
                    other.getOutputStream().write(LINE);
                    other.getInputStream().read();
                } catch (IOException _refused) {
                    // By the handshake.
                }
                Awaitility.await()
                        .until(() -> rig.listener().counts().closed(CloseReason.HANDSHAKE) == 1);
                Files.delete(file);
                Awaitility.await()
                        .until(() -> rig.listener().counts().closed(CloseReason.REVOKED) == 1);
            }
            assertThat(rig.produced()).containsExactly("one");
        }
    }

    @Test
    void whoeverIsSlowIsEndedAndOneTooManyIsRefused() throws Exception {
        Limits limits = new Limits(2, Duration.ofMillis(800), Duration.ofSeconds(60));
        try (ListenerRig rig = http(limits, tokenFile(TOKEN));
                Socket slow = rig.connect();
                Socket second = rig.connect()) {
            slow.getOutputStream().write('P');
            second.getOutputStream().write(request(TOKEN).getBytes(StandardCharsets.US_ASCII));
            assertThat(second.getInputStream().read()).isEqualTo('H');
            try (Socket third = rig.connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
            Awaitility.await().until(() -> rig.listener().counts().closed(CloseReason.SLOW) == 1);
            assertThat(rig.listener().counts().closed(CloseReason.TOO_MANY)).isEqualTo(1);
        }
    }
}
