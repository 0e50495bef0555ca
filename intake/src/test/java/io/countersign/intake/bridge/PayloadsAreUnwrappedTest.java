package io.countersign.intake.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.intake.bridge.Unwrapping.Unwrapped;
import io.countersign.schemas.serde.SchemaRef;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.schemas.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a bridge takes out of a foreign value, and what it refuses.
class PayloadsAreUnwrappedTest {
    private static final int SCHEMA_ID = 41;
    private static final Schema SCHEMA =
            new Schema.Parser()
                    .parse(
                            """
                            {"type":"record","name":"Log","fields":[
                              {"name":"host","type":["null","string"]},
                              {"name":"raw","type":"bytes"},
                              {"name":"level","type":{"type":"enum","name":"Level","symbols":["LOW"]}},
                              {"name":"score","type":"double"},
                              {"name":"tags","type":{"type":"map","values":"long"}},
                              {"name":"parts","type":{"type":"array","items":"string"}},
                              {"name":"next","type":["null","Log"],"default":null}]}
                            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payload | {'meta':{'payload':'no'},'payload':'the line'} | the line",
                "event.original | {'event':{'kind':[1],'original':{'a':[1, 2]}}} | {'a':[1, 2]}",
                "event.original | {'event.original':' text '} | text",
                "a.b.c | {'a.b':{'c':'x'}} | x",
                "list | {'list':[{'a':1}]} | [{'a':1}]",
            })
    void aPathLeadsToTheRecord(String path, String value, String record) throws IOException {
        assertThat(PayloadPath.parse(path).in(json(value)))
                .extracting(PayloadsAreUnwrappedTest::text)
                .containsExactly(record.replace('\'', '"'));
    }

    @Test
    void eachElementOfAListIsARecord() throws IOException {
        assertThat(
                        PayloadPath.parse("records[]")
                                .in(json("{'records':[{'a':1}, 'b', 7, {'c':{}}]}")))
                .extracting(PayloadsAreUnwrappedTest::text)
                .containsExactly("{\"a\":1}", "b", "{\"c\":{}}");
        assertThat(PayloadPath.parse("[]").in(json("[{'a':1},{'b':2}]"))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "payload | {'other':'x'}",
                "payload | {'payload':null}",
                "payload | {'payload':7}",
                "payload | {'payload':''}",
                "payload.text | {'payload':'x'}",
                "records[] | {'records':{'a':1}}",
                "payload | [1]",
                "payload | 7",
            })
    void aPathThatLeadsNowhereGivesNothing(String path, String value) throws IOException {
        assertThat(PayloadPath.parse(path).in(json(value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a..b", ".a", "a.", "a[0]", "a b", "[]a"})
    void whatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> PayloadPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a path such as");
    }

    @Test
    void aStringIsTheRecordAndNothingElseIs() {
        Unwrapping strings = unwrapping(Encoding.STRING, "");
        assertThat(records(strings.unwrap(record("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))))
                .containsExactly("{\"a\":1}");
        assertThat(strings.unwrap(record(null)))
                .isEqualTo(new Unwrapped.Refused(Unwrapping.NO_VALUE));
        Unwrapping parts = unwrapping(Encoding.JSON, "payload");
        assertThat(parts.unwrap(record(json("{'x':1}"))))
                .isEqualTo(new Unwrapped.Refused(Unwrapping.NO_PAYLOAD));
        assertThat(parts.unwrap(record(json("{'x':1"))))
                .isEqualTo(new Unwrapped.Refused(Unwrapping.NO_JSON));
    }

    @Test
    void avroBecomesTheJsonThatOthersWouldHaveWritten() throws IOException {
        GenericRecord inner = log("inner", new byte[] {(byte) 0xFF}, null);
        byte[] value = WireFormat.frame(SCHEMA_ID, body(log("a.example.org", bytes("MRN"), inner)));

        assertThat(records(unwrapping(Encoding.AVRO, "").unwrap(record(value))))
                .containsExactly(
                        "{\"host\":\"a.example.org\",\"raw\":\"MRN\",\"level\":\"LOW\",\"score\":1.5,"
                                + "\"tags\":{\"n\":9007199254740993},\"parts\":[\"x\",\"y\"],"
                                + "\"next\":{\"host\":\"inner\",\"raw\":\"/w==\",\"level\":\"LOW\",\"score\":1.5,"
                                + "\"tags\":{\"n\":9007199254740993},\"parts\":[\"x\",\"y\"],\"next\":null}}");
        assertThat(records(unwrapping(Encoding.AVRO, "next.host").unwrap(record(value))))
                .containsExactly("inner");
    }

    @Test
    void avroWithItsIdInAHeaderIsRead() throws IOException {
        ConsumerRecord<byte[], byte[]> record = record(body(log("h", bytes("r"), null)));
        record.headers()
                .add(
                        WireFormat.VALUE_SCHEMA_HEADER,
                        ByteBuffer.allocate(5).put((byte) 0).putInt(SCHEMA_ID).array());
        assertThat(records(unwrapping(Encoding.AVRO, "host").unwrap(record))).containsExactly("h");
    }

    @Test
    void bytesThatAreNoSuchAvroAreRefusedByCode() throws IOException {
        Unwrapping avro = unwrapping(Encoding.AVRO, "");
        byte[] body = body(log("h", bytes("r"), null));
        assertThat(avro.unwrap(record(bytes("{}"))))
                .isEqualTo(new Unwrapped.Refused("AVRO_BAD_MAGIC"));
        assertThat(avro.unwrap(record(WireFormat.frame(SCHEMA_ID + 1, body))))
                .isEqualTo(new Unwrapped.Refused("AVRO_UNKNOWN_SCHEMA"));
        // A record that contains itself, a million times.
        byte[] deep = new byte[4_000_000];
        java.util.Arrays.fill(deep, (byte) 2);
        assertThat(avro.unwrap(record(WireFormat.frame(SCHEMA_ID, deep))))
                .isInstanceOf(Unwrapped.Refused.class);
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = body.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThat(avro.unwrap(record(WireFormat.frame(SCHEMA_ID, bad)))).isNotNull();
        }
    }

    // ---- What the tests are made of ----

    private static Unwrapping unwrapping(Encoding encoding, String path) {
        return new Unwrapping(
                new BridgeSettings(
                        "test",
                        List.of("t"),
                        "plain-json",
                        encoding,
                        PayloadPath.parse(path),
                        false),
                new OneSchema());
    }

    private static GenericRecord log(String host, byte[] raw, @Nullable GenericRecord next) {
        GenericRecord log = new GenericData.Record(SCHEMA);
        log.put("host", host);
        log.put("raw", ByteBuffer.wrap(raw));
        log.put("level", new GenericData.EnumSymbol(SCHEMA.getField("level").schema(), "LOW"));
        log.put("score", 1.5);
        log.put("tags", Map.of("n", 9_007_199_254_740_993L));
        log.put("parts", List.of("x", "y"));
        log.put("next", next);
        return log;
    }

    private static byte[] body(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static List<String> records(Unwrapped unwrapped) {
        assertThat(unwrapped).isInstanceOf(Unwrapped.Records.class);
        return ((Unwrapped.Records) unwrapped)
                .records().stream().map(PayloadsAreUnwrappedTest::text).toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
        return new ConsumerRecord<>("t", 0, 0, null, value);
    }

    private static byte[] json(String text) {
        return bytes(text.replace('\'', '"'));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static final class OneSchema implements SchemaResolver {
        @Override
        public Schema writerSchema(SchemaRef ref) {
            if (ref.equals(new SchemaRef.Id(SCHEMA_ID))) {
                return SCHEMA;
            }
            throw new UndecodableRecordException(UndecodableRecordException.Code.UNKNOWN_SCHEMA);
        }

        @Override
        public int idOf(String subject, Schema schema) {
            return SCHEMA_ID;
        }
    }
}
