package io.countersign.sinks.siem.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.delivery.ConnectorHarness;
import io.countersign.sinks.siem.delivery.Drive;
import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkContract;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.SecretFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The Logs Ingestion sink keeps every promise of a sink, against a strict stub of the API.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class SentinelKeepsTheContractTest extends SinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private HttpStub.Certificate certificate;
    private SentinelStub api;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new SentinelSinkTask(time);
    }

    @Override
    protected Receiver receiver() throws Exception {
        certificate = HttpStub.Certificate.make(directory, "api");
        api = new SentinelStub(certificate);
        SecretFiles.write(secret(), SentinelStub.SECRET);
        return api;
    }

    @Override
    protected Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("endpoint", api.address());
        properties.put("authority", api.address());
        properties.put("rule.id", "dcr-0123");
        properties.put("stream", "Custom-Countersign_CL");
        properties.put("tenant", "tenant-1");
        properties.put("client.id", "app-1");
        properties.put("client.secret.file", secret().toString());
        properties.put("tls.ca.file", certificate.pem().toString());
        return properties;
    }

    @Override
    protected Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    @Override
    protected void writeNewCredentials() throws IOException {
        SecretFiles.write(secret(), SentinelStub.NEW_SECRET);
    }

    @Override
    protected Map<String, String> wrongAuthority() throws Exception {
        return HttpStub.Certificate.ofSomebodyElse(directory);
    }

    @Override
    protected List<String> secrets() {
        return List.of(SentinelStub.SECRET, SentinelStub.NEW_SECRET, "first.token", "second.token");
    }

    @Test
    void aTokenThatEndedIsHadAnew() throws Exception {
        List<byte[]> topic = topic(0, 10);
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic, 0)) {
            drive.toTheEnd(PATIENCE);
            api.endTokens();
            topic.addAll(topic(10, 20));
            drive.toTheEnd(PATIENCE);
        }
        assertThat(api.eventIds()).isEqualTo(ids(0, 20));
        assertThat(connect.deadLetters).isEmpty();
    }

    private Path secret() {
        return directory.resolve("client-secret");
    }
}
