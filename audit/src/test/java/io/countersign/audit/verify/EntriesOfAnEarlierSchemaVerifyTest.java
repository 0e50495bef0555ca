package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.SchemaEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that an earlier version began holds entries without the parts that came later, and the
/// text of that version's schema.
class EntriesOfAnEarlierSchemaVerifyTest {
    @TempDir Path directory;

    @Test
    void theLogsOwnSchemaTextIsEnough() throws IOException {
        Schema earlier = withoutField("incident");
        List<LogFixture.Step> steps = new ArrayList<>(LogFixture.steps(1, 5));
        long time = LogFixture.START_MILLIS + 5000;
        steps.add(
                LogFixture.Step.of(
                        LogFixture.LEDGER,
                        time,
                        b -> b.setKind(EntryKind.SCHEMA).setSchema$(logged(earlier))));
        steps.add(
                LogFixture.Step.of(
                        LogFixture.CHAIN_0,
                        time,
                        b -> b.setKind(EntryKind.EVENT).setEvent(LogFixture.event(0, 125))));
        List<byte[]> leaves = LogFixture.leaves(steps);
        leaves.set(leaves.size() - 1, rewritten(leaves.getLast(), earlier));
        LogFixture.store(directory, leaves, LogFixture.SIGNER);

        Report report =
                LogVerifier.verify(
                        new DirectoryTileSource(directory),
                        Request.trusting(LogFixture.KEYS),
                        Progress.NONE);

        assertThat(report.check(CheckCode.ENTRY_FORM).verdict()).isEqualTo(CheckVerdict.PASSED);
        assertThat(report.check(CheckCode.CHAIN_LINKS).verdict()).isEqualTo(CheckVerdict.PASSED);
        assertThat(report.inputs()).anyMatch(input -> input.openEntries() == 1);

        // Without its schema the same entry cannot be read.
        leaves.remove(leaves.size() - 2);
        LogFixture.store(directory, leaves, LogFixture.SIGNER);
        Report without =
                LogVerifier.verify(
                        new DirectoryTileSource(directory),
                        Request.trusting(LogFixture.KEYS),
                        Progress.NONE);
        assertThat(without.check(CheckCode.ENTRY_FORM).verdict()).isEqualTo(CheckVerdict.FAILED);
    }

    /// Whoever can log can log any schema text, and entries that name it.
    @Test
    void hostileSchemaTextsEndInAReport() throws IOException {
        String name = "\"name\":\"AuditEntry\",\"namespace\":\"io.countersign.schemas\"";
        List<String> texts =
                List.of(
                        "",
                        "{}",
                        "\"string\"",
                        "[\"null\",\"string\"]",
                        "{\"type\":\"array\",\"items\":\"null\"}",
                        "{\"type\":\"record\"," + name + ",\"fields\":[]}",
                        "{\"type\":\"record\","
                                + name
                                + ",\"fields\":[{\"name\":\"self\",\"type\":\"AuditEntry\"}]}",
                        "{\"type\":\"enum\"," + name + ",\"symbols\":[]}",
                        "{\"type\":\"fixed\"," + name + ",\"size\":2147483647}",
                        "[".repeat(20_000),
                        "{\"type\":\"array\",\"items\":".repeat(900)
                                + "\"null\""
                                + "}".repeat(900));
        for (String text : texts) {
            long fingerprint = fingerprint(text);
            List<LogFixture.Step> steps = new ArrayList<>(LogFixture.steps(1, 5));
            steps.add(
                    LogFixture.Step.of(
                            LogFixture.LEDGER,
                            LogFixture.START_MILLIS,
                            b ->
                                    b.setKind(EntryKind.SCHEMA)
                                            .setSchema$(
                                                    new SchemaEntry(
                                                            fingerprint,
                                                            new Hash(
                                                                    Sha256.of(
                                                                                    text.getBytes(
                                                                                            StandardCharsets
                                                                                                    .UTF_8))
                                                                            .bytes()),
                                                            text))));
            List<byte[]> leaves = LogFixture.leaves(steps);
            leaves.add(EntryCodec.leaf(fingerprint, new byte[] {2, 2, 2, 0, 0, 0}));
            LogFixture.store(directory, leaves, LogFixture.SIGNER);
            Report report =
                    LogVerifier.verify(
                            new DirectoryTileSource(directory),
                            Request.trusting(LogFixture.KEYS),
                            Progress.NONE);
            assertThat(report.check(CheckCode.ENTRY_FORM).verdict()).isEqualTo(CheckVerdict.FAILED);
            assertThat(report.check(CheckCode.TREE_ROOT).verdict()).isEqualTo(CheckVerdict.PASSED);
        }
    }

    private static long fingerprint(String text) {
        try {
            return SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(text));
        } catch (RuntimeException _noSchema) {
            return 4711;
        }
    }

    private static Schema withoutField(String name) {
        Schema now = AuditEntry.getClassSchema();
        List<Schema.Field> fields =
                now.getFields().stream()
                        .filter(field -> !field.name().equals(name))
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList();
        return Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);
    }

    private static SchemaEntry logged(Schema schema) {
        String text = schema.toString();
        return new SchemaEntry(
                SchemaNormalization.parsingFingerprint64(schema),
                new Hash(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes()),
                text);
    }

    private static byte[] rewritten(byte[] leaf, Schema schema) throws IOException {
        GenericDatumReader<GenericRecord> reader =
                new GenericDatumReader<>(AuditEntry.getClassSchema(), schema);
        GenericRecord datum =
                reader.read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        leaf,
                                        EntryCodec.HEADER_BYTES,
                                        leaf.length - EntryCodec.HEADER_BYTES,
                                        null));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(body, null);
        new GenericDatumWriter<GenericRecord>(schema).write(datum, encoder);
        encoder.flush();
        return EntryCodec.leaf(
                SchemaNormalization.parsingFingerprint64(schema), body.toByteArray());
    }
}
