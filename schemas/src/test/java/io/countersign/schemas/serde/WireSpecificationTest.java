package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Executes `docs/spec/wire.md`.
class WireSpecificationTest {
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private static String text = "";
    private static Schema schema = Schema.create(Schema.Type.NULL);

    @BeforeAll
    static void read() throws IOException {
        text = Files.readString(Path.of("../docs/spec/wire.md"));
        MatchResult json =
                Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                        .matcher(text)
                        .results()
                        .findFirst()
                        .orElseThrow();
        schema = new SchemaParser().parse(json.group(1)).mainSchema();
    }

    @Test
    void theExamplesSchemaHasTheStatedFormFingerprintAndId() {
        BundledSchemas.Bundled bundled = BundledSchemas.Bundled.of(schema);
        assertThat(SchemaNormalization.toParsingForm(schema)).isEqualTo(stated("form").getFirst());
        assertThat(HexFormat.of().toHexDigits(bundled.fingerprint()))
                .isEqualTo(stated("fingerprint").getFirst());
        assertThat(HexFormat.of().toHexDigits(bundled.id())).isEqualTo(stated("id").getFirst());
        assertThat(text).contains("(" + bundled.id() + " in Java)");
        assertThat(bundled.fingerprint())
                .as("so that the example shows the bit being set")
                .isPositive();
    }

    @Test
    void theExamplesBytesAreTheStatedOnes() throws IOException {
        byte[] body = body();
        assertThat(SPACED.formatHex(body)).isEqualTo(stated("body").getFirst());
        int id = BundledSchemas.Bundled.of(schema).id();
        byte[] value = WireFormat.frame(id, body);
        assertThat(SPACED.formatHex(value)).isEqualTo(stated("value").getFirst());
        assertThat(WireFormat.read(value))
                .isEqualTo(new WireFormat.Framed(new SchemaRef.Id(id), 5, body.length));
    }

    @Test
    void theHeaderFormIsTheStatedOne() throws IOException {
        UUID guid = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
        assertThat(text).contains(guid.toString());
        byte[] header = SPACED.parseHex(stated("header").getFirst());
        byte[] value = SPACED.parseHex(stated("value").getLast());
        assertThat(WireFormat.guidHeader(guid)).isEqualTo(header);
        assertThat(value).isEqualTo(body());
        assertThat(WireFormat.read(value, header))
                .isEqualTo(new WireFormat.Framed(new SchemaRef.Guid(guid), 0, value.length));
    }

    @Test
    void theTableHasEveryCodeAndNoOther() {
        List<String> listed = new ArrayList<>();
        Pattern.compile("(?m)^\\| ([A-Z_]+) \\|")
                .matcher(text)
                .results()
                .forEach(row -> listed.add(row.group(1)));
        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(Code.values()).map(Code::name).toList());
    }

    @Test
    void theNamesAndLimitsAreTheCodes() {
        assertThat(text)
                .contains(WireFormat.VALUE_SCHEMA_HEADER)
                .contains(WireFormat.KEY_SCHEMA_HEADER)
                .contains(
                        String.format(
                                java.util.Locale.ROOT, "%,d bytes", WireFormat.MAX_BODY_BYTES));
    }

    private static byte[] body() throws IOException {
        GenericRecord record = new GenericData.Record(schema);
        record.put("host", "chat.example.org");
        record.put("seen", 3L);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    /// The values of the lines `name = value` in the example.
    private static List<String> stated(String name) {
        String example = text.substring(text.indexOf("## Worked example"));
        List<String> values = new ArrayList<>();
        Pattern.compile("(?m)^" + name + " += (.*)$")
                .matcher(example)
                .results()
                .forEach(line -> values.add(line.group(1)));
        assertThat(values).as(name).isNotEmpty();
        return values;
    }
}
