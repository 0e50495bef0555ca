package io.countersign.schemas.registry;

import static io.countersign.schemas.registry.RegistryFailuresAreToldApartTest.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.registry.RegistryException.Code;
import io.countersign.schemas.serde.AvroEncoder;
import io.countersign.schemas.serde.AvroSerdes;
import io.countersign.schemas.serde.Samples;
import io.countersign.schemas.serde.SchemaRef;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.schemas.serde.WireFormat;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrySchemasTest {
    private static final SchemaText CONTROL = SchemaText.of(ControlRecord.getClassSchema());

    private FakeRegistry registry;
    private SchemaRegistryClient client;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        client = RegistryFailuresAreToldApartTest.client(registry.url());
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @Test
    void aRegisteredRecordGoesRound() {
        int id = client.register("control.v1-value", CONTROL);
        Serde<ControlRecord> serde =
                AvroSerdes.value(ControlRecord.class, schemas(WriteOptions.DEFAULT));
        byte[] value = serde.serializer().serialize("control.v1", Samples.tick());
        assertThat(WireFormat.read(value).schema()).isEqualTo(new SchemaRef.Id(id));
        assertThat(serde.deserializer().deserialize("control.v1", value)).isEqualTo(Samples.tick());
    }

    @Test
    void aGuidInTheHeaderIsResolved() {
        int id = client.register("control.v1-value", CONTROL);
        byte[] body = new AvroEncoder<>(ControlRecord.class).body(Samples.tick());
        RecordHeaders headers = new RecordHeaders();
        headers.add(WireFormat.VALUE_SCHEMA_HEADER, WireFormat.guidHeader(FakeRegistry.guid(id)));
        Serde<ControlRecord> serde =
                AvroSerdes.value(ControlRecord.class, schemas(WriteOptions.DEFAULT));
        assertThat(serde.deserializer().deserialize("control.v1", headers, body))
                .isEqualTo(Samples.tick());

        Serde<ControlRecord> keys =
                AvroSerdes.key(ControlRecord.class, schemas(WriteOptions.DEFAULT));
        headers.add(WireFormat.KEY_SCHEMA_HEADER, WireFormat.guidHeader(FakeRegistry.guid(id)));
        assertThat(keys.deserializer().deserialize("control.v1", headers, body))
                .isEqualTo(Samples.tick());
    }

    @Test
    void bundledIdsAreReadWithoutAsking() {
        byte[] value =
                AvroSerdes.value(ControlRecord.class).serializer().serialize("t", Samples.tick());
        assertThat(
                        AvroSerdes.value(ControlRecord.class, schemas(WriteOptions.DEFAULT))
                                .deserializer()
                                .deserialize("t", value))
                .isEqualTo(Samples.tick());
        assertThat(registry.requests).isEmpty();
    }

    @Test
    void anUnknownIdIsAReasonToRejectAndASilentRegistryIsNot() {
        RegistrySchemas schemas = schemas(WriteOptions.DEFAULT);
        undecodable(schemas, new SchemaRef.Id(99), UndecodableRecordException.Code.UNKNOWN_SCHEMA);
        undecodable(
                schemas,
                new SchemaRef.Guid(new UUID(1, 2)),
                UndecodableRecordException.Code.UNKNOWN_SCHEMA);
        undecodable(schemas, new SchemaRef.Id(-99), UndecodableRecordException.Code.UNKNOWN_SCHEMA);
        registry.close();
        RegistryException thrown = failure(() -> schemas.writerSchema(new SchemaRef.Id(100)));
        assertThat(thrown.retriable()).isTrue();
    }

    @Test
    void aSchemaInAnotherLanguageIsNamedSo() {
        int id =
                client.register(
                        "j-value", new SchemaText("{\"type\":\"object\"}", "JSON", List.of()));
        undecodable(
                schemas(WriteOptions.DEFAULT),
                new SchemaRef.Id(id),
                UndecodableRecordException.Code.NOT_AVRO);
    }

    @Test
    void nothingIsRegisteredUnlessAsked() {
        Schema schema = ControlRecord.getClassSchema();
        RegistryException thrown =
                failure(() -> schemas(WriteOptions.DEFAULT).idOf("control.v1-value", schema));
        assertThat(thrown.code()).isEqualTo(Code.NOT_REGISTERED);
        assertThat(client.subjects()).isEmpty();
        int id =
                schemas(new WriteOptions(true, false, false, true))
                        .idOf("control.v1-value", schema);
        assertThat(client.schema(id)).contains(CONTROL);
        assertThat(schemas(WriteOptions.DEFAULT).idOf("control.v1-value", schema)).isEqualTo(id);
    }

    @Test
    void theLatestVersionIsTakenOnlyWhereItsBytesAreOurs() {
        String subject = "control.v1-value";
        Schema ours = ControlRecord.getClassSchema();
        int first = client.register(subject, CONTROL);
        Schema documented = new SchemaParser().parse(CONTROL.text()).mainSchema();
        documented.addProp("note", "the same bytes");
        int second = client.register(subject, SchemaText.of(documented));
        WriteOptions strict = new WriteOptions(false, true, false, true);
        assertThat(schemas(strict).idOf(subject, ours)).isEqualTo(second);

        client.register(subject, RegistryAnswersAreReadTest.avro("Another"));
        assertThat(failure(() -> schemas(strict).idOf(subject, ours)).code())
                .isEqualTo(Code.LATEST_DIFFERS);
        assertThat(schemas(new WriteOptions(false, true, false, false)).idOf(subject, ours))
                .isEqualTo(first);
    }

    @Test
    void normalizingIsAskedFor() {
        RegistryConfig config =
                RegistryConfig.from(
                        java.util.Map.of(
                                "schema.registry.url",
                                registry.url().toString(),
                                "normalize.schemas",
                                true));
        try (SchemaRegistryClient normalizing = new SchemaRegistryClient(config)) {
            normalizing.register("a", CONTROL);
            normalizing.lookUp("a", CONTROL);
        }
        assertThat(registry.requests)
                .containsExactly(
                        "POST /base/v7/subjects/a/versions?normalize=true",
                        "POST /base/v7/subjects/a?normalize=true");
    }

    @Test
    void referencesAreFollowedEachOnceAndNotWithoutEnd() {
        client.register(
                "inner", avro("{\"type\":\"fixed\",\"name\":\"example.Inner\",\"size\":2}"));
        client.register(
                "middle",
                avro(
                        "{\"type\":\"record\",\"name\":\"example.Middle\",\"fields\":[{\"name\":\"i\",\"type\":\"example.Inner\"}]}",
                        "inner"));
        int id =
                client.register(
                        "outer",
                        avro(
                                "{\"type\":\"record\",\"name\":\"example.Outer\",\"fields\":["
                                        + "{\"name\":\"m\",\"type\":\"example.Middle\"},{\"name\":\"i\",\"type\":\"example.Inner\"}]}",
                                "middle",
                                "inner"));
        Schema outer = schemas(WriteOptions.DEFAULT).writerSchema(new SchemaRef.Id(id));
        assertThat(outer.getField("m").schema().getField("i").schema())
                .isEqualTo(outer.getField("i").schema());

        int lost =
                client.register(
                        "lost", avro("{\"type\":\"array\",\"items\":\"example.Gone\"}", "gone"));
        assertThat(
                        failure(() ->
                                        schemas(WriteOptions.DEFAULT)
                                                .writerSchema(new SchemaRef.Id(lost)))
                                .code())
                .isEqualTo(Code.UNEXPECTED_ANSWER);

        int endless = 0;
        for (int i = 0; i < 30; i++) {
            endless =
                    client.register(
                            "chain-" + i,
                            avro(
                                    "{\"type\":\"fixed\",\"name\":\"example.F"
                                            + i
                                            + "\",\"size\":1}",
                                    i == 0 ? "inner" : "chain-" + (i - 1)));
        }
        int last = endless;
        assertThat(
                        failure(() ->
                                        schemas(WriteOptions.DEFAULT)
                                                .writerSchema(new SchemaRef.Id(last)))
                                .code())
                .isEqualTo(Code.UNEXPECTED_ANSWER);
    }

    @Test
    void aParsedSchemaIsTheSameObjectEachTime() {
        int id = client.register("control.v1-value", CONTROL);
        RegistrySchemas schemas = schemas(WriteOptions.DEFAULT);
        assertThat(schemas.writerSchema(new SchemaRef.Id(id)))
                .isSameAs(schemas.writerSchema(new SchemaRef.Id(id)));
    }

    @Test
    void theRegisteredTextHasNoNotesForJava() {
        assertThat(ControlRecord.getClassSchema().toString()).contains("avro.java.string");
        assertThat(CONTROL.text())
                .doesNotContain("avro.java.string")
                .contains("\"name\":\"origin\",\"type\":\"string\"");
        assertThat(new SchemaParser().parse(CONTROL.text()).mainSchema().getFields())
                .hasSameSizeAs(ControlRecord.getClassSchema().getFields());
    }

    @Test
    void cachesAreBoundedAndForgetInTime() {
        long[] now = {0};
        RecentEntries<Integer, String> entries = new RecentEntries<>(3, 100, () -> now[0]);
        for (int i = 0; i < 4; i++) {
            entries.put(i, "value");
            entries.get(0);
        }
        assertThat(entries.size()).isEqualTo(3);
        assertThat(entries.get(0)).as("used all along").isPresent();
        assertThat(entries.get(1)).as("used longest ago").isEmpty();
        now[0] = 100;
        assertThat(entries.get(0)).isEmpty();
    }

    private RegistrySchemas schemas(WriteOptions options) {
        return new RegistrySchemas(client, options);
    }

    private static SchemaText avro(String text, String... references) {
        return new SchemaText(
                text,
                SchemaText.AVRO,
                java.util.Arrays.stream(references)
                        .map(subject -> new SchemaReference(subject, subject, 1))
                        .toList());
    }

    private static void undecodable(
            RegistrySchemas schemas, SchemaRef ref, UndecodableRecordException.Code code) {
        assertThatThrownBy(() -> schemas.writerSchema(ref))
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class,
                        e -> assertThat(e.code()).isEqualTo(code));
    }
}
