package io.countersign.sinks.siem.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.delivery.ConnectorHarness;
import io.countersign.sinks.siem.delivery.Drive;
import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkContract;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.SecretFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The webhook keeps every promise of a sink. The contract's events are entries, which this test
/// selects beside alerts; its template makes events long.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class WebhookKeepsTheContractTest extends SinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PADDING = "x".repeat(1_100);

    private HttpStub.Certificate certificate;
    private WebhookStub chat;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new WebhookSinkTask(time);
    }

    @Override
    protected Receiver receiver() throws Exception {
        certificate = HttpStub.Certificate.make(directory, "chat");
        chat = new WebhookStub(certificate);
        SecretFiles.write(secret(), WebhookStub.SECRET);
        return chat;
    }

    @Override
    protected Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("url", chat.address() + "/hook");
        properties.put("signing.secret.file", secret().toString());
        properties.put("tls.ca.file", certificate.pem().toString());
        properties.put("select.kinds", "EVENT");
        properties.put("template.file", template().toString());
        return properties;
    }

    @Override
    protected Set<Trait> traits() {
        return EnumSet.complementOf(EnumSet.of(Trait.ORDERED));
    }

    @Override
    protected String markOfShortened() {
        return "\"shortened\": \"true\"";
    }

    @Override
    protected void writeNewCredentials() throws IOException {
        SecretFiles.write(secret(), WebhookStub.NEW_SECRET);
    }

    @Override
    protected Map<String, String> wrongAuthority() throws Exception {
        return HttpStub.Certificate.ofSomebodyElse(directory);
    }

    @Override
    protected List<String> secrets() {
        return List.of(WebhookStub.SECRET, WebhookStub.NEW_SECRET);
    }

    @Test
    void withOneRequestInFlightAlertsArriveInTheirOrder() throws Exception {
        chat.busy(true);
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic(0, 60), 0, Map.of("requests.in.flight", "1"))) {
            drive.until(PATIENCE, () -> connect.gauge("failing", Samples.TIME) == 1);
            chat.busy(false);
            drive.toTheEnd(PATIENCE);
        }
        assertThat(chat.eventIds()).isEqualTo(ids(0, 60));
    }

    @Test
    void anAlertBecomesTheTextOfItsTemplate() throws Exception {
        List<byte[]> topic = List.of(Samples.wire(Samples.alert(Samples.violation())));
        try (Drive drive =
                drive(
                        new ConnectorHarness(true),
                        topic,
                        0,
                        Map.of("template.file", "", "template", "generic"))) {
            drive.toTheEnd(PATIENCE);
        }
        assertThat(chat.stored("alert-77"))
                .contains(
                        "\"severity\": \"HIGH\"",
                        "\"sentence\": \"m.vale sent PHI to Example Chat.\"",
                        "\"chain\": \"" + Samples.CHAIN + "\"")
                .doesNotContain(Samples.TOKEN_HEX);
    }

    private Path secret() {
        return directory.resolve("signing");
    }

    /// Room for the contract's long event: its user is long, and the body is padded so that only
    /// the shortened one fits.
    private Path template() {
        try {
            return Files.writeString(
                    directory.resolve("template.json"),
                    "{\"id\": \"{{event.id}}\", \"a\": \"{{event.reasons}}\", \"b\": \"{{event.reasons}}\", \"c\": \"{{event.reasons}}\", \"user\": \"{{event.user}}\", \"product\":"
                            + " \"{{event.product}}\", \"chain\": \"{{log.chain}}\", \"shortened\":"
                            + " \"{{shortened}}\", \"padding\": \""
                            + PADDING
                            + "\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
