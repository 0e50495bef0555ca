package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.util.Arrays;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class RecordsSurviveTheWireTest {
    private final Serde<AuditEntry> serde = AvroSerdes.value(AuditEntry.class);

    @Test
    void whatIsWrittenIsReadBack() {
        AuditEntry entry = Samples.tally(41);
        byte[] value = serde.serializer().serialize("audit.entry.v1", entry);
        assertThat(serde.deserializer().deserialize("audit.entry.v1", value)).isEqualTo(entry);
    }

    @Test
    void theValueIsZeroThenTheIdThenTheBody() {
        AuditEntry entry = Samples.tally(41);
        int id = BundledSchemas.get().id(AuditEntry.class);
        byte[] body = new AvroEncoder<>(AuditEntry.class).body(entry);
        byte[] value = serde.serializer().serialize("audit.entry.v1", entry);
        assertThat(value).isEqualTo(WireFormat.frame(id, body));
        assertThat(value[0]).isZero();
        assertThat(value[1]).as("the top bit of a bundled id").isNegative();
        assertThat(Arrays.copyOfRange(value, 5, value.length)).isEqualTo(body);
    }

    @Test
    void anEncoderGivesTheSameBytesEachTimeAndKeepsNothingOfTheRecordBefore() {
        AvroEncoder<AuditEntry> encoder = new AvroEncoder<>(AuditEntry.class);
        byte[] first = encoder.body(Samples.incident(7, "CHAIN_HEAD_DIFFERS"));
        byte[] unlike = encoder.body(Samples.tally(8));
        assertThat(encoder.body(Samples.incident(7, "CHAIN_HEAD_DIFFERS"))).isEqualTo(first);
        assertThat(unlike).isNotEqualTo(first);
        assertThat(new AvroEncoder<>(AuditEntry.class).body(Samples.tally(8))).isEqualTo(unlike);
    }

    @Test
    void aTombstoneStaysOne() {
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", new RecordHeaders(), (byte[]) null))
                .isNull();
    }

    @Test
    void theSchemaIdMayStandInTheHeaderAndTheBodyAlone() {
        int id = BundledSchemas.get().id(ControlRecord.class);
        byte[] body = new AvroEncoder<>(ControlRecord.class).body(Samples.tick());
        byte[] prefix = Arrays.copyOf(WireFormat.frame(id, new byte[0]), 5);
        RecordHeaders headers = new RecordHeaders();
        headers.add(WireFormat.VALUE_SCHEMA_HEADER, prefix);
        assertThat(
                        AvroSerdes.value(ControlRecord.class)
                                .deserializer()
                                .deserialize("control.v1", headers, body))
                .isEqualTo(Samples.tick());
    }

    @Test
    void aGuidIsReadFromTheHeaderAndFromThePrefix() {
        UUID guid = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
        byte[] header = WireFormat.guidHeader(guid);
        assertThat(header).hasSize(17).startsWith(1, 0x89, 0x79, 0x17, 0x62);

        WireFormat.Framed byHeader = WireFormat.read(new byte[9], header);
        assertThat(byHeader).isEqualTo(new WireFormat.Framed(new SchemaRef.Guid(guid), 0, 9));
        WireFormat.Framed byPrefix = WireFormat.read(Arrays.copyOf(header, 20));
        assertThat(byPrefix).isEqualTo(new WireFormat.Framed(new SchemaRef.Guid(guid), 17, 3));
    }

    @Test
    void eachKindOfBadBytesHasItsCode() {
        byte[] good = serde.serializer().serialize("t", Samples.tally(1));
        refused(new byte[0], Code.TRUNCATED);
        refused(new byte[] {0, 1, 2}, Code.TRUNCATED);
        refused("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8), Code.BAD_MAGIC);
        refused(Arrays.copyOf(good, good.length - 1), Code.TRUNCATED);
        refused(Arrays.copyOf(good, good.length + 1), Code.TRAILING_BYTES);
        refused(WireFormat.frame(7, new byte[3]), Code.UNKNOWN_SCHEMA);
        refused(new byte[6 + WireFormat.MAX_BODY_BYTES], Code.TOO_LARGE);
        byte[] noSuchEnumSymbol = good.clone();
        noSuchEnumSymbol[5] = 0x7E;
        refused(noSuchEnumSymbol, Code.MALFORMED_BODY);

        int control = BundledSchemas.get().id(ControlRecord.class);
        refused(WireFormat.frame(control, new byte[3]), Code.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void aMalformedHeaderIsRefused() {
        for (byte[] header :
                new byte[][] {{}, {0, 1, 2, 3}, {1, 2, 3}, {2, 0, 0, 0, 0}, new byte[6]}) {
            RecordHeaders headers = new RecordHeaders();
            headers.add(WireFormat.VALUE_SCHEMA_HEADER, header);
            assertThatThrownBy(() -> serde.deserializer().deserialize("t", headers, new byte[8]))
                    .isInstanceOfSatisfying(
                            UndecodableRecordException.class,
                            e -> assertThat(e.code()).isIn(Code.BAD_HEADER, Code.TRUNCATED));
        }
    }

    @Test
    void anIncompleteRecordIsRefusedWithoutQuotingIt() {
        AuditEntry entry = Samples.incident(1, "SPOKEN_ONLY_HERE");
        entry.put("prev", null);
        assertThatThrownBy(() -> serde.serializer().serialize("t", entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .contains("AuditEntry")
                .doesNotContain("SPOKEN");
    }

    private void refused(byte[] value, Code code) {
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", value))
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasNoCause();
    }
}
