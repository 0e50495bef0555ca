package io.countersign.sinks.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Chain, sequence number and the leaf hash that the log itself computes are in every event.
class EventLeadsBackToItsProofTest {
    private final OcsfEncoder encoder = new OcsfEncoder(new OcsfOptions("test", false));

    @Test
    void everyEntryCarriesTheLeafHashOfItsBytes() throws IOException {
        for (AuditEntry entry : Samples.ofEachKind()) {
            Decoded decoded = new WireDecoder(BundledSchemas.get()).decode(Samples.wire(entry));

            assertThat(decoded).isInstanceOf(Decoded.Entry.class);
            JsonNode log = json((Decoded.Entry) decoded).at("/unmapped/countersign/log");
            String leafHash =
                    HexFormat.of().formatHex(LeafHash.of(new EntryCodec().leaf(entry)).bytes());
            assertThat(log.get("leaf_hash").asText()).isEqualTo(leafHash);
            assertThat(log.get("chain").asText()).isEqualTo(entry.getChain());
            assertThat(log.get("seq").asLong()).isEqualTo(entry.getSeq());
        }
    }

    @Test
    void anAlertCarriesThePositionOfItsCauseAndJoinsItByCorrelation() throws IOException {
        Alert alert = Samples.alert(Samples.violation());
        Decoded decoded = new WireDecoder(BundledSchemas.get()).decode(Samples.wire(alert));

        assertThat(decoded).isInstanceOf(Decoded.Raised.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.encode((Decoded.Raised) decoded, out);
        JsonNode raised = new ObjectMapper().readTree(out.toByteArray());
        JsonNode cause = json(Samples.decoded(Samples.event(10, Samples.violation())));

        assertThat(raised.at("/metadata/uid").asText()).isEqualTo("alert-77");
        assertThat(raised.at("/metadata/correlation_uid")).isEqualTo(cause.at("/metadata/uid"));
        assertThat(raised.at("/unmapped/countersign/log/leaf_hash").asText())
                .isEqualTo(HexFormat.of().formatHex(alert.getCause().getLeafHash().bytes()));
        assertThat(raised.get("is_alert").asBoolean()).isTrue();
    }

    @Test
    void anAlertCarriesItsSentenceSumCountsClockAndEveryEntryThatProvesIt() throws IOException {
        Alert alert = Samples.alert(Samples.violation());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.encode(Samples.decoded(alert), out);
        JsonNode raised = new ObjectMapper().readTree(out.toByteArray());
        JsonNode own = raised.at("/unmapped/countersign/alert");

        assertThat(raised.at("/finding_info/desc").asText()).isEqualTo(alert.getSentence());
        assertThat(raised.get("risk_score").asInt()).isEqualTo(25);
        assertThat(raised.get("risk_details").asText()).isEqualTo("PHI_OURS +50, BLOCKED -25");
        assertThat(raised.at("/finding_info/related_events/0/uid").asText())
                .isEqualTo(Samples.CHAIN + "#9");
        assertThat(own.get("group").asText()).isEqualTo("alert-77");
        assertThat(own.get("points_sum").asInt()).isEqualTo(25);
        assertThat(own.at("/counts/sends").asInt()).isEqualTo(2);
        assertThat(own.at("/breach/due_time").asLong() - own.at("/breach/discovered_time").asLong())
                .isEqualTo(Duration.ofDays(60).toMillis());
        assertThat(own.get("entries")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode entry = own.get("entries").get(i);
            assertThat(entry.get("chain").asText()).isEqualTo(alert.getCauses().get(i).getChain());
            assertThat(entry.get("seq").asLong()).isEqualTo(alert.getCauses().get(i).getSeq());
            assertThat(entry.get("leaf_hash").asText())
                    .isEqualTo(
                            HexFormat.of()
                                    .formatHex(alert.getCauses().get(i).getLeafHash().bytes()));
        }
    }

    @Test
    void theSameRecordGivesTheSameBytesAndId() {
        Decoded.Entry entry = Samples.decoded(Samples.event(10, Samples.violation()));
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();

        encoder.encode(entry, first);
        encoder.encode(entry, second);

        assertThat(first.toByteArray()).isEqualTo(second.toByteArray());
    }

    private JsonNode json(Decoded.Entry entry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.encode(entry, out);
        return new ObjectMapper().readTree(out.toByteArray());
    }
}
