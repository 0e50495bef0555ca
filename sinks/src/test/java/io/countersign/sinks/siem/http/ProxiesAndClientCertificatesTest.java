package io.countersign.sinks.siem.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpStub.Certificate;
import io.countersign.sinks.siem.http.HttpStub.Response;
import io.countersign.sinks.siem.tls.ClientCertificates;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What all HTTP sinks have in common on the way to a receiver: through a proxy the connection is
/// still encrypted up to the receiver, and a receiver that asks for a certificate gets ours.
class ProxiesAndClientCertificatesTest {
    @TempDir Path directory;

    @Test
    void theProxyJoinsAndReadsNothing() throws Exception {
        Certificate certificate = Certificate.make(directory, "receiver");
        try (ProxyStub proxy = new ProxyStub();
                HttpStub receiver =
                        new HttpStub(certificate, request -> Response.of(200, request.body()));
                HttpRoom room = room(certificate, Map.of("proxy", proxy.address()))) {
            Reply reply = room.exchange(post(receiver));

            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Answered.class,
                            answered -> assertThat(answered.body()).isEqualTo("an event"));
            assertThat(proxy.asked())
                    .containsExactly(
                            "CONNECT "
                                    + URI.create(receiver.address()).getAuthority()
                                    + " HTTP/1.1");
        }
    }

    @Test
    void withoutTheProxyThatIsNamedNothingGoes() throws Exception {
        Certificate certificate = Certificate.make(directory, "receiver");
        ProxyStub proxy = new ProxyStub();
        proxy.close();
        try (HttpStub receiver = new HttpStub(certificate, request -> Response.of(200, ""));
                HttpRoom room = room(certificate, Map.of("proxy", proxy.address()))) {
            assertThat(room.exchange(post(receiver)))
                    .isEqualTo(new Reply.Unanswered("CONNECT_FAILED"));
        }
    }

    @Test
    void aReceiverThatAsksForACertificateGetsOurs() throws Exception {
        Certificate certificate = Certificate.make(directory, "receiver");
        ClientCertificates own = new ClientCertificates(directory);
        try (HttpStub receiver =
                        new HttpStub(
                                certificate,
                                Optional.of(own.first()),
                                request -> Response.of(200, ""));
                HttpRoom with = room(certificate, own.properties());
                HttpRoom without = room(certificate, Map.of())) {
            assertThat(with.exchange(post(receiver)))
                    .isInstanceOfSatisfying(
                            Reply.Answered.class,
                            answered -> assertThat(answered.isSuccess()).isTrue());
            assertThat(without.exchange(post(receiver))).isInstanceOf(Reply.Unanswered.class);

            own.exchange();
            try (HttpRoom another = room(certificate, own.properties())) {
                assertThat(another.exchange(post(receiver))).isInstanceOf(Reply.Unanswered.class);
            }
        }
    }

    private static HttpRequest.Builder post(HttpStub receiver) {
        return HttpRequest.newBuilder(URI.create(receiver.address()))
                .POST(HttpRequest.BodyPublishers.ofString("an event"));
    }

    private static HttpRoom room(Certificate trusted, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("tls.ca.file", trusted.pem().toString());
        return new HttpRoom(
                HttpSettings.of(
                        new AbstractConfig(
                                HttpSettings.define(new ConfigDef()), properties, false)),
                SinkTime.MACHINE);
    }
}
