package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Debian's rsyslog forwards over TLS with counted octets and over RELP with TLS, curl posts to the
/// collector endpoint with gzip: every record is on Kafka without its secrets, and its entry says
/// that the source proved who it is.
@Tag("crash")
class RealForwardersTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern HEALTH = Pattern.compile("health at (http://[^/]+)/readyz");
    private static final int LINES = 200;
    private static final String TOKEN = "0c5d2f2e-5d4e-4f7e-9a59-6b1c6a3d9e10";
    private static final String SECRET = "CANARYSECRETCANARYSECRET";

    @TempDir Path folder;

    @Test
    @Timeout(600)
    void theirRecordsAreJudgedAndTheirSecretsAreNot() throws Exception {
        InstalledProgram openssl = InstalledProgram.orSkip("openssl");
        InstalledProgram rsyslog = InstalledProgram.orSkip("rsyslogd");
        InstalledProgram curl = InstalledProgram.orSkip("curl");
        TestCertificate server = TestCertificate.make(openssl, folder, "server");
        TestCertificate client = TestCertificate.make(openssl, folder, "client");
        Path token =
                Files.createFile(
                        folder.resolve("token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, TOKEN + "\n");
        int syslogPort = LoopbackPort.free();
        int relpPort = LoopbackPort.free();
        int collectorPort = LoopbackPort.free();
        int inputPort = LoopbackPort.free();
        Path forwarding = rsyslogConfiguration(server, client, inputPort, syslogPort, relpPort);
        // Its modules for TLS and RELP are packages of their own.
        rsyslog.runOrSkip(folder.resolve("rsyslog-check.log"), "-N1", "-f", forwarding.toString());
        try (CrashSite site = CrashSite.open(folder.resolve("site"), 2)) {
            ChildJvm audit = site.run("audit", "audit-a");
            ChildJvm intake =
                    site.run(
                            "intake",
                            "intake",
                            listeners(server, client, syslogPort, relpPort, collectorPort));
            Awaitility.await("running")
                    .atMost(LIMIT)
                    .until(() ->
                            intake.output().contains("running intake")
                                    && audit.output().contains("running audit"));
            Path log = folder.resolve("rsyslog.log");
            Process forwarder =
                    rsyslog.start(
                            log,
                            "-n",
                            "-f",
                            forwarding.toString(),
                            "-i",
                            folder.resolve("rsyslog.pid").toString());
            try {
                write(inputPort);
                post(curl, collectorPort);
                Set<String> expected = new TreeSet<>();
                for (int i = 0; i < LINES; i++) {
                    expected.add("relp u-" + i);
                    expected.add("syslog u-" + i);
                }
                expected.add("collector curl");
                List<ConsumerRecord<byte[], byte[]>> raw = new ArrayList<>();
                Awaitility.await("on Kafka")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> {
                            raw.clear();
                            raw.addAll(CommittedRecords.of(site.deployment(), Topics.PROMPT_RAW));
                            assertThat(raw.size())
                                    .as(() -> intake.errors() + text(log))
                                    .isEqualTo(expected.size());
                        });
                for (ConsumerRecord<byte[], byte[]> record : raw) {
                    assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .contains("\"access_token\":\"scrubbed\"")
                            .contains("lastActiveOrg=org-1")
                            .doesNotContain(SECRET);
                }
                AvroDecoder<AuditEntry> decoder =
                        new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
                Awaitility.await("judged")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> {
                            Set<String> judged = new TreeSet<>();
                            for (ConsumerRecord<byte[], byte[]> record :
                                    CommittedRecords.of(site.deployment(), Topics.AUDIT_ENTRY)) {
                                decoder.framed(record.value())
                                        .getEvent()
                                        .ifPresent(event -> {
                                            SourceRef source = event.getSource();
                                            assertThat(source.getAuthenticated()).isTrue();
                                            judged.add(
                                                    source.getId().split("\\.", 2)[0]
                                                            + " "
                                                            + event.getUser().orElse(""));
                                        });
                            }
                            assertThat(judged).isEqualTo(expected);
                        });
                assertMetrics(intake);
            } finally {
                forwarder.destroy();
                forwarder.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void assertMetrics(ChildJvm intake) throws Exception {
        Matcher at = HEALTH.matcher(intake.output());
        assertThat(at.find()).as("the health endpoint is named").isTrue();
        String metrics =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(at.group(1) + "/metrics"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        assertThat(metrics)
                .contains(
                        "countersign_listener_acknowledged_total{listener=\"relp\",role=\"intake\"} "
                                + LINES,
                        "countersign_listener_records_total{listener=\"syslog\",role=\"intake\"} "
                                + LINES,
                        "countersign_listener_acknowledged_total{listener=\"collector\",role=\"intake\"} 1")
                .doesNotContain(SECRET)
                .doesNotContain(TOKEN);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException none) {
            return "";
        }
    }

    private String listeners(
            TestCertificate server, TestCertificate client, int syslog, int relp, int collector) {
        String tls =
                "    tls: {certificate: %s, key: %s}\n"
                        .formatted(server.certificate(), server.key());
        String shipper =
                "    sources: {shipper: {certificate-files: [%s]}}\n"
                        .formatted(client.certificate());
        return "listeners:\n  syslog:\n    protocol: syslog\n    port: "
                + syslog
                + "\n    listen-on-all-interfaces: true\n"
                + tls
                + shipper
                + "  relp:\n    protocol: relp\n    port: "
                + relp
                + "\n"
                + tls
                + shipper
                + "  collector:\n    protocol: http\n    port: "
                + collector
                + "\n"
                + tls
                + "    sources: {forwarder: {token-files: [%s]}}\n"
                        .formatted(folder.resolve("token"));
    }

    private Path rsyslogConfiguration(
            TestCertificate server, TestCertificate client, int input, int syslog, int relp)
            throws Exception {
        String ca = server.certificate().toString();
        String certificate = client.certificate().toString();
        String key = client.key().toString();
        return Files.writeString(
                folder.resolve("rsyslog.conf"),
                """
                global(workDirectory="%1$s" maxMessageSize="64k"
                  defaultNetstreamDriverCAFile="%2$s" defaultNetstreamDriverCertFile="%3$s"
                  defaultNetstreamDriverKeyFile="%4$s")
                module(load="imtcp")
                module(load="omrelp" tls.tlslib="openssl")
                input(type="imtcp" address="127.0.0.1" port="%5$d" ruleset="out")
                ruleset(name="out") {
                  action(type="omfwd" target="127.0.0.1" port="%6$d" protocol="tcp" TCP_Framing="octet-counted"
                    StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
                    StreamDriverPermittedPeers="server.example.org" template="RSYSLOG_SyslogProtocol23Format"
                    action.resumeRetryCount="-1")
                  action(type="omrelp" target="127.0.0.1" port="%7$d" tls="on" tls.caCert="%2$s" tls.myCert="%3$s"
                    tls.myPrivKey="%4$s" tls.authMode="name" tls.permittedPeer=["server.example.org"]
                    template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1")
                }
                """
                        .formatted(folder, ca, certificate, key, input, syslog, relp));
    }

    private static String event(String user) {
        return "{\"user\":\"%s\",\"host\":\"claude.ai\",\"prompt\":\"hello\",\"access_token\":\"%s\",\"cookie\":\"sessionKey=%s; lastActiveOrg=org-1\"}"
                .formatted(user, SECRET, SECRET);
    }

    private static void write(int port) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append("<13>1 2026-11-22T09:31:12Z proxy.example.org app - - - ")
                    .append(event("u-" + i))
                    .append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        Awaitility.await("rsyslog listens")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        socket.getOutputStream().write(bytes);
                    }
                    return true;
                });
    }

    private void post(InstalledProgram curl, int port) throws Exception {
        Path body = folder.resolve("event.json");
        Files.writeString(body, "{\"sourcetype\":\"plain-json\",\"event\":" + event("curl") + "}");
        Path answer = folder.resolve("answer.json");
        InstalledProgram.orSkip("gzip").run(folder.resolve("gzip.log"), body.toString());
        curl.run(
                answer,
                "--silent",
                "--show-error",
                "--cacert",
                folder.resolve("server.pem").toString(),
                "--resolve",
                "server.example.org:" + port + ":127.0.0.1",
                "--noproxy",
                "*",
                "--header",
                "Authorization: Splunk " + TOKEN,
                "--header",
                "Content-Encoding: gzip",
                "--data-binary",
                "@" + body + ".gz",
                "https://server.example.org:" + port + "/services/collector/event");
        assertThat(Files.readString(answer)).isEqualTo("{\"text\":\"Success\",\"code\":0}");
    }
}
