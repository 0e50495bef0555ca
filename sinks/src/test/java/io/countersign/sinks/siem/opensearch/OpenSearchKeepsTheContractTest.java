package io.countersign.sinks.siem.opensearch;

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

/// `_bulk` keeps every promise of a sink; with the event's id as the document's no event is there
/// twice.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class OpenSearchKeepsTheContractTest extends SinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private HttpStub.Certificate certificate;
    private BulkStub cluster;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new OpenSearchSinkTask(time);
    }

    @Override
    protected Receiver receiver() throws Exception {
        certificate = HttpStub.Certificate.make(directory, "cluster");
        cluster = new BulkStub(certificate);
        SecretFiles.write(password(), BulkStub.PASSWORD);
        return cluster;
    }

    @Override
    protected Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("endpoint", cluster.address());
        properties.put("user", BulkStub.USER);
        properties.put("password.file", password().toString());
        properties.put("tls.ca.file", certificate.pem().toString());
        return properties;
    }

    @Override
    protected Set<Trait> traits() {
        // Items that a busy node refuses come again behind those that it took.
        return EnumSet.of(Trait.REFUSES_SINGLE_EVENTS, Trait.CREDENTIALS, Trait.TLS);
    }

    @Override
    protected void writeNewCredentials() throws IOException {
        SecretFiles.write(password(), BulkStub.NEW_PASSWORD);
    }

    @Override
    protected Map<String, String> wrongAuthority() throws Exception {
        return HttpStub.Certificate.ofSomebodyElse(directory);
    }

    @Override
    protected List<String> secrets() {
        return List.of(BulkStub.PASSWORD, BulkStub.NEW_PASSWORD);
    }

    @Override
    protected String markOfShortened() {
        return "\"truncated\":true";
    }

    @Test
    void whatComesAgainAfterADeathIsThereOnce() throws Exception {
        List<byte[]> topic = topic(0, 300);
        try (Drive first = drive(new ConnectorHarness(true), topic, 0)) {
            first.toTheEnd(PATIENCE);
        }
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive second = drive(connect, topic, 0)) {
            second.toTheEnd(PATIENCE);
        }
        assertThat(cluster.eventIds()).containsExactlyInAnyOrderElementsOf(ids(0, 300));
        assertThat(connect.metric("delivered")).isEqualTo(300L);
    }

    private Path password() {
        return directory.resolve("password");
    }
}
