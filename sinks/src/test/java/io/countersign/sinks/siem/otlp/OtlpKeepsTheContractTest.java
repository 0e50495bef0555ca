package io.countersign.sinks.siem.otlp;

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

/// The OTLP sink keeps every promise of a sink.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class OtlpKeepsTheContractTest extends SinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private HttpStub.Certificate certificate;
    private OtlpStub collector;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new OtlpSinkTask(time);
    }

    @Override
    protected Receiver receiver() throws Exception {
        certificate = HttpStub.Certificate.make(directory, "collector");
        collector = new OtlpStub(certificate);
        SecretFiles.write(token(), OtlpStub.TOKEN);
        return collector;
    }

    @Override
    protected Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("endpoint", collector.address());
        properties.put("authorization.file", token().toString());
        properties.put("tls.ca.file", certificate.pem().toString());
        return properties;
    }

    @Override
    protected Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    @Override
    protected Map<String, String> toSingleOut() {
        // A partial success does not say which record it means.
        return Map.of("batch.max.events", "1");
    }

    @Override
    protected void writeNewCredentials() throws IOException {
        SecretFiles.write(token(), OtlpStub.NEW_TOKEN);
    }

    @Override
    protected Map<String, String> wrongAuthority() throws Exception {
        return HttpStub.Certificate.ofSomebodyElse(directory);
    }

    @Override
    protected List<String> secrets() {
        return List.of(OtlpStub.TOKEN, OtlpStub.NEW_TOKEN);
    }

    @Test
    void ofAPartialSuccessNothingIsSentAgainAndNothingCountsAsDelivered() throws Exception {
        collector.refuseEvents(id(3)::equals);
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic(0, 10), 0, Map.of("batch.linger.ms", "5000"))) {
            drive.toTheEnd(PATIENCE);
        }
        assertThat(collector.eventIds()).doesNotHaveDuplicates().hasSize(9);
        assertThat((long) connect.metric("delivered") + (long) connect.metric("dead-lettered"))
                .isEqualTo(10L);
        assertThat(connect.deadLetters).isNotEmpty();
    }

    private Path token() {
        return directory.resolve("authorization");
    }
}
