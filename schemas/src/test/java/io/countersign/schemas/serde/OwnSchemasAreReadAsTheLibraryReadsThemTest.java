package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.SignedPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

/// Random records of each schema, whole and with bytes changed: what the straight reader makes of
/// them, and what one makes of them that keeps texts, is what the library's resolving reader makes.
class OwnSchemasAreReadAsTheLibraryReadsThemTest {
    private static final int RECORDS = 60;
    private static final int CHANGES = 40;

    private final Random random = new Random(20_261_127);
    private int refused;
    private int read;

    @Test
    void whateverTheBytes() throws IOException {
        for (Class<? extends SpecificRecord> type :
                List.of(
                        AuditEntry.class,
                        ControlRecord.class,
                        Alert.class,
                        EvidenceEnvelope.class,
                        PolicyDocument.class,
                        SignedPolicy.class)) {
            compare(type);
        }
        assertThat(read).isGreaterThan(RECORDS * 6);
        assertThat(refused).isGreaterThan(RECORDS * 6);
    }

    private <T extends SpecificRecord> void compare(Class<T> type) throws IOException {
        RecordModel model = new RecordModel(type);
        Schema schema = model.getSchema(type);
        assertThat(OwnSchemaReader.of(type)).as(type.getSimpleName()).isPresent();
        AvroDecoder<T> plain = new AvroDecoder<>(type, BundledSchemas.get());
        AvroDecoder<T> keeping = AvroDecoder.ofRepetitive(type, BundledSchemas.get());
        SpecificDatumReader<T> library = new SpecificDatumReader<>(schema, schema, model);
        for (Object record : new RandomData(schema, RECORDS, random.nextLong())) {
            byte[] body = encoded(record, schema);
            same(body, plain, keeping, library);
            for (int i = 0; i < CHANGES; i++) {
                byte[] changed = body.clone();
                for (int at = random.nextInt(3); at >= 0; at--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                same(changed, plain, keeping, library);
            }
        }
    }

    private <T extends SpecificRecord> void same(
            byte[] body,
            AvroDecoder<T> plain,
            AvroDecoder<T> keeping,
            SpecificDatumReader<T> library) {
        Optional<T> expected = byLibrary(body, library);
        assertThat(by(body, plain)).isEqualTo(expected);
        assertThat(by(body, keeping)).isEqualTo(expected);
        assertThat(by(body, keeping)).as("the second time").isEqualTo(expected);
        if (expected.isPresent()) {
            read++;
            assertThat(keeping.wasCanonical()).isEqualTo(plain.wasCanonical());
        } else {
            refused++;
        }
    }

    private static <T extends SpecificRecord> Optional<T> by(byte[] body, AvroDecoder<T> decoder) {
        try {
            return Optional.of(decoder.body(body));
        } catch (UndecodableRecordException _refused) {
            return Optional.empty();
        }
    }

    private static <T extends SpecificRecord> Optional<T> byLibrary(
            byte[] body, SpecificDatumReader<T> library) {
        BodyDecoder bytes = new BodyDecoder();
        bytes.reset(body, 0, body.length);
        try {
            T record = library.read(null, bytes);
            return bytes.remaining() == 0 ? Optional.of(record) : Optional.empty();
        } catch (IOException | RuntimeException _refused) {
            return Optional.empty();
        }
    }

    private static byte[] encoded(Object record, Schema schema) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
        new GenericDatumWriter<>(schema).write(record, encoder);
        encoder.flush();
        return body.toByteArray();
    }
}
