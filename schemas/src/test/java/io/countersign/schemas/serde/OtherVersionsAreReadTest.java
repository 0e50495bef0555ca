package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/// A later or earlier release wrote the record.
class OtherVersionsAreReadTest {
    private static final String LATER =
            """
            {"type":"record","name":"ControlRecord","namespace":"io.countersign.schemas","fields":[
              {"name":"added","type":{"type":"array","items":"string"},"default":[]},
              {"name":"map","type":{"type":"map","values":{"type":"array","items":"long"}},"default":{}},
              {"name":"bytes","type":"bytes"},
              {"name":"fixed","type":{"type":"fixed","name":"Four","size":4}},
              {"name":"numbers","type":{"type":"record","name":"Numbers","fields":[
                {"name":"double","type":"double"},{"name":"float","type":"float"},{"name":"flag","type":"boolean"},
                {"name":"either","type":["null","int","string"]}]}},
              {"name":"kind","type":{"type":"enum","name":"ControlKind",
                "symbols":["UNRECOGNISED","TICK","ALERT","OF_TOMORROW"],"default":"UNRECOGNISED"}},
              {"name":"origin","type":"string"},
              {"name":"timeMillis","type":"long"}]}
            """;

    private static final String UNREADABLE =
            LATER.replace("\"timeMillis\",\"type\":\"long\"", "\"timeMillis\",\"type\":\"string\"");

    @Test
    void aFieldAndASymbolOfTomorrowAreReadAsTodayKnowsThem() throws IOException {
        Schema later = new SchemaParser().parse(LATER).mainSchema();
        byte[] body = later(later, "OF_TOMORROW");
        ControlRecord read = decoder(later).framed(WireFormat.frame(7, body));
        assertThat(read.getKind()).isEqualTo(ControlKind.UNRECOGNISED);
        assertThat(read.getOrigin()).isEqualTo("ledger");
        assertThat(read.getTimeMillis()).isEqualTo(9L);
        assertThat(read.getAlert()).as("missing in the writer's schema: the default").isEmpty();
    }

    @Test
    void anotherVersionDoesNotDisturbTheNextRecord() throws IOException {
        Schema later = new SchemaParser().parse(LATER).mainSchema();
        AvroDecoder<ControlRecord> decoder = decoder(later);
        byte[] today =
                WireFormat.frame(
                        BundledSchemas.get().id(ControlRecord.class),
                        new AvroEncoder<>(ControlRecord.class).body(Samples.tick()));
        for (int i = 0; i < 3; i++) {
            assertThat(decoder.framed(today)).isEqualTo(Samples.tick());
            assertThat(decoder.framed(WireFormat.frame(7, later(later, "TICK"))).getKind())
                    .isEqualTo(ControlKind.TICK);
        }
    }

    @Test
    void moreWritersThanAreKeptAreStillRead() throws IOException {
        AvroEncoder<ControlRecord> encoder = new AvroEncoder<>(ControlRecord.class);
        List<Schema> writers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Schema writer =
                    new SchemaParser().parse(PlainSchema.text(encoder.schema())).mainSchema();
            writer.addProp("number", i);
            writers.add(writer);
        }
        AvroDecoder<ControlRecord> decoder =
                new AvroDecoder<>(ControlRecord.class, BundledSchemas.get());
        byte[] body = encoder.body(Samples.tick());
        for (Schema writer : writers) {
            assertThat(decoder.body(writer, body, 0, body.length)).isEqualTo(Samples.tick());
        }
    }

    @Test
    void aSchemaThatCannotBeReadAsTheRecordIsNamedSo() throws IOException {
        Schema unreadable = new SchemaParser().parse(UNREADABLE).mainSchema();
        assertThatThrownBy(() -> decoder(unreadable).framed(WireFormat.frame(7, new byte[20])))
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INCOMPATIBLE_SCHEMA));
    }

    /// Array and map blocks that state their size, as another encoder may write them.
    @Test
    void blocksWithASizeAreReadAndSkipped() throws IOException {
        Schema later = new SchemaParser().parse(LATER).mainSchema();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = new EncoderFactory().blockingBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(later).write(laterRecord(later, "TICK"), encoder);
        encoder.flush();
        assertThat(out.toByteArray()).isNotEqualTo(later(later, "TICK"));
        assertThat(decoder(later).framed(WireFormat.frame(7, out.toByteArray())).getTimeMillis())
                .isEqualTo(9L);
    }

    private static byte[] later(Schema schema, String kind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(laterRecord(schema, kind), encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static GenericRecord laterRecord(Schema schema, String kind) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("added", List.of("one", "two"));
        record.put("map", Map.of("a", List.of(1L, -1L), "b", List.of(Long.MIN_VALUE)));
        record.put("bytes", ByteBuffer.wrap(new byte[300]));
        record.put("fixed", new GenericData.Fixed(schema.getField("fixed").schema(), new byte[4]));
        GenericRecord numbers = new GenericData.Record(schema.getField("numbers").schema());
        numbers.put("double", -0.5);
        numbers.put("float", 2.5f);
        numbers.put("flag", true);
        numbers.put("either", "a string");
        record.put("numbers", numbers);
        record.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), kind));
        record.put("origin", "ledger");
        record.put("timeMillis", 9L);
        return record;
    }

    private static AvroDecoder<ControlRecord> decoder(Schema sevenIs) {
        return new AvroDecoder<>(
                ControlRecord.class,
                new SchemaResolver() {
                    @Override
                    public Schema writerSchema(SchemaRef ref) {
                        return ref.equals(new SchemaRef.Id(7))
                                ? sevenIs
                                : BundledSchemas.get().writerSchema(ref);
                    }

                    @Override
                    public int idOf(String subject, Schema schema) {
                        throw new IllegalArgumentException("nothing is written here");
                    }
                });
    }
}
