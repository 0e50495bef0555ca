package io.countersign.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.SchemaRef;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.schemas.serde.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/// What was written to Kafka and what is hashed are the same body under two headers.
final class StoredBytesBecomeTheLeafTest {
    private final EntryCodec codec = new EntryCodec();
    private final List<SchemaRef> asked = new ArrayList<>();
    private final LeafReader reader = new LeafReader(new Asked(asked));

    /// Answers for the bundled ids and for every GUID.
    private record Asked(List<SchemaRef> refs) implements SchemaResolver {
        @Override
        public Schema writerSchema(SchemaRef ref) {
            refs.add(ref);
            return ref instanceof SchemaRef.Guid
                    ? AuditEntry.getClassSchema()
                    : BundledSchemas.get().writerSchema(ref);
        }

        @Override
        public int idOf(String subject, Schema schema) {
            return BundledSchemas.get().idOf(subject, schema);
        }
    }

    @Test
    void bothFramesGiveTheLeafOfTheCodec() {
        AuditEntry entry = SampleEntries.event();
        byte[] body = codec.body(entry);
        byte[] framed = WireFormat.frame(BundledSchemas.get().id(AuditEntry.class), body);
        byte[] header = WireFormat.guidHeader(new UUID(1, 2));

        assertThat(reader.read(framed).bytes()).isEqualTo(codec.leaf(entry));
        assertThat(reader.read(body, header).bytes()).isEqualTo(codec.leaf(entry));
        assertThat(reader.read(framed).writer()).isEqualTo(AuditEntry.getClassSchema());
        assertThat(LeafHash.of(reader.read(framed).bytes()))
                .isEqualTo(LeafHash.of(EntryCodec.FINGERPRINT, body));
    }

    @Test
    void bytesThatOurEncoderWouldWriteOtherwiseStayAsTheyAre() {
        byte[] body = codec.body(SampleEntries.event());
        byte[] odd = Arrays.copyOf(body, body.length + 3);
        byte[] leaf =
                reader.read(WireFormat.frame(BundledSchemas.get().id(AuditEntry.class), odd))
                        .bytes();

        assertThat(Arrays.copyOfRange(leaf, EntryCodec.HEADER_BYTES, leaf.length)).isEqualTo(odd);
    }

    @Test
    void aSchemaIsResolvedOnce() {
        byte[] framed =
                WireFormat.frame(
                        BundledSchemas.get().id(AuditEntry.class),
                        codec.body(SampleEntries.event()));
        reader.read(framed);
        reader.read(framed);

        assertThat(asked).hasSize(1);
    }

    @Test
    void howManySchemasAreRememberedIsBoundedAndNoneIsConfused() {
        byte[] body = codec.body(SampleEntries.event());
        byte[] expected = codec.leaf(SampleEntries.event());
        for (int i = 0; i < LeafReader.MAX_WRITERS + 2; i++) {
            byte[] header = WireFormat.guidHeader(new UUID(i, i));
            assertThat(reader.read(body, header).bytes()).isEqualTo(expected);
        }
        reader.read(body, WireFormat.guidHeader(new UUID(0, 0)));

        assertThat(asked).hasSize(LeafReader.MAX_WRITERS + 3);
    }

    @Test
    void whatHasNoSchemaOrIsTooLargeIsRefused() {
        assertThatThrownBy(() -> reader.read(new byte[0]))
                .isInstanceOf(UndecodableRecordException.class);
        assertThatThrownBy(() -> reader.read(new byte[] {0, 0, 0, 0, 1, 2}))
                .isInstanceOf(UndecodableRecordException.class);
        byte[] large =
                WireFormat.frame(
                        BundledSchemas.get().id(AuditEntry.class),
                        new byte[EntryCodec.MAX_BODY_BYTES + 1]);
        assertThatThrownBy(() -> reader.read(large)).isInstanceOf(MalformedEntryException.class);
    }
}
