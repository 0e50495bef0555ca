package io.countersign.schemas.registry;

import static io.countersign.schemas.registry.RegistryFailuresAreToldApartTest.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.json.Json;
import io.countersign.schemas.registry.RegistryException.Code;
import io.countersign.schemas.serde.AvroSerdes;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.Samples;
import io.countersign.schemas.serde.SchemaRef;
import io.countersign.schemas.serde.WireFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real registry server and Confluent's own client: `src/test/interop/run.sh`.
@Tag("interop")
class InteropTest {
    @TempDir static Path folder;

    private static Interop.Apicurio apicurio;
    private static SchemaRegistryClient client;

    @BeforeAll
    static void start() throws Exception {
        apicurio = Interop.Apicurio.start(folder.resolve("apicurio.log"));
        client = apicurio.client();
    }

    @AfterAll
    static void stop() {
        if (apicurio != null) {
            client.close();
            apicurio.close();
        }
    }

    @Test
    void everyBundledSchemaIsRegisteredAndFound() {
        for (BundledSchemas.Bundled bundled : BundledSchemas.get().current()) {
            String subject = bundled.schema().getName() + "-value";
            SchemaText text = SchemaText.of(bundled.schema());
            int id = client.register(subject, text);
            try (SchemaRegistryClient fresh = apicurio.client()) {
                assertThat(fresh.register(subject, text)).isEqualTo(id);
                assertThat(fresh.lookUp(subject, text).orElseThrow().id()).isEqualTo(id);
                assertThat(fresh.latest(subject).orElseThrow().schema()).isEqualTo(text);
                assertThat(fresh.version(subject, 1).orElseThrow().id()).isEqualTo(id);
                assertThat(fresh.versions(subject)).containsExactly(1);
                assertThat(fresh.subjects()).contains(subject);
                Schema parsed =
                        new RegistrySchemas(fresh, WriteOptions.DEFAULT)
                                .writerSchema(new SchemaRef.Id(id));
                assertThat(
                                BundledSchemas.get()
                                        .byFingerprint(
                                                org.apache.avro.SchemaNormalization
                                                        .parsingFingerprint64(parsed)))
                        .isPresent();
            }
        }
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(client.schema(1_999_999_999)).isEmpty();
        assertThat(client.schema(new UUID(1, 2))).isEmpty();
        assertThat(client.latest("none-value")).isEmpty();
        assertThat(client.version("none-value", 1)).isEmpty();
        assertThat(client.versions("none-value")).isEmpty();
        assertThat(client.lookUp("none-value", SchemaText.of(ControlRecord.getClassSchema())))
                .isEmpty();
    }

    @Test
    void theLevelIsSetAndKept() {
        String subject = "level test/with odd+characters-value";
        String base =
                "{\"type\":\"record\",\"name\":\"Kept\",\"namespace\":\"example\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":\"long\"}%s]}";
        client.register(subject, avro(base.formatted("")));
        client.setCompatibility(subject, CompatibilityLevel.FULL_TRANSITIVE);
        assertThat(client.compatibility(subject)).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);

        SchemaText good = avro(base.formatted(",{\"name\":\"b\",\"type\":\"long\",\"default\":0}"));
        SchemaText bad = avro(base.formatted(",{\"name\":\"b\",\"type\":\"long\"}"));
        assertThat(client.check(subject, good).orElseThrow().compatible()).isTrue();
        assertThat(client.check(subject, bad).orElseThrow().compatible()).isFalse();
        assertThat(failure(() -> client.register(subject, bad)).code())
                .isEqualTo(Code.INCOMPATIBLE);
        client.register(subject, good);
        assertThat(client.versions(subject)).containsExactly(1, 2);
        assertThat(client.subjects()).contains(subject);
    }

    @Test
    void aBadSchemaIsRefused() {
        assertThat(
                        failure(() -> client.register("bad-value", avro("{\"type\":\"nonsense\"}")))
                                .code())
                .isEqualTo(Code.REFUSED);
    }

    @Test
    void confluentsClientReadsWhatWeWriteAndWritesWhatWeRead() throws Exception {
        WriteOptions registering = new WriteOptions(true, false, false, true);
        Serde<AuditEntry> entries =
                AvroSerdes.value(AuditEntry.class, new RegistrySchemas(client, registering));
        Serde<ControlRecord> controls =
                AvroSerdes.value(ControlRecord.class, new RegistrySchemas(client, registering));
        Map<String, AuditEntry> entryOf =
                Map.of(
                        "tally", Samples.tally(41),
                        "incident", Samples.incident(42, "CHAIN_HEAD_DIFFERS"),
                        "event", Samples.event(43));
        for (Map.Entry<String, AuditEntry> each : entryOf.entrySet()) {
            write(each.getKey(), entries, each.getValue());
        }
        write("tick", controls, Samples.tick());

        Interop.python("read-and-write", apicurio.url(), folder);

        for (Map.Entry<String, AuditEntry> each : entryOf.entrySet()) {
            assertThat(again(each.getKey(), entries)).isEqualTo(each.getValue());
        }
        assertThat(again("tick", controls)).isEqualTo(Samples.tick());

        Json.Obj event = (Json.Obj) Json.parse(Files.readString(folder.resolve("event.json")));
        assertThat(event.string("kind")).contains("EVENT");
        assertThat(event.integer("seq")).contains(43);
        assertThat(event.string("prev")).contains("00".repeat(32));
        Json.Obj part = (Json.Obj) event.member("event").orElseThrow();
        assertThat(part.string("disposition")).contains("VIOLATION");
        assertThat(part.string("user")).contains("d.wójcik@example.org");
        assertThat(part.integer("status")).contains(200);
        assertThat(part.member("device")).contains(new Json.Null());
    }

    /// Avro has more than one encoding of the same value; both sides choose the shortest.
    private static <T extends SpecificRecord> T again(String topic, Serde<T> serde)
            throws Exception {
        byte[] ours = Files.readAllBytes(folder.resolve(topic + ".value"));
        byte[] theirs = Files.readAllBytes(folder.resolve(topic + ".again"));
        assertThat(theirs).as(topic + " byte for byte").isEqualTo(ours);
        return serde.deserializer().deserialize(topic, theirs);
    }

    private static <T extends SpecificRecord> void write(String topic, Serde<T> serde, T record)
            throws Exception {
        Files.write(folder.resolve(topic + ".value"), serde.serializer().serialize(topic, record));
    }

    /// Apicurio gives no GUIDs, so our own stub stands in.
    @Test
    void confluentsClientPutsTheGuidIntoTheHeaderAndWeReadIt() throws Exception {
        Path here = Files.createDirectory(folder.resolve("header"));
        Schema control = ControlRecord.getClassSchema();
        Files.writeString(here.resolve("tick.avsc"), SchemaText.of(control).text());
        Files.writeString(
                here.resolve("tick.json"),
                "{\"kind\":\"TICK\",\"origin\":\"ledger\",\"timeMillis\":1764115200000,\"alert\":null}");
        try (FakeRegistry registry = new FakeRegistry();
                SchemaRegistryClient stubbed =
                        RegistryFailuresAreToldApartTest.client(registry.url())) {
            Interop.python("header", registry.url(), here);
            byte[] header = Files.readAllBytes(here.resolve("tick.header"));
            byte[] body = Files.readAllBytes(here.resolve("tick.body"));
            assertThat(header).isEqualTo(WireFormat.guidHeader(FakeRegistry.guid(1)));
            RecordHeaders headers = new RecordHeaders();
            headers.add(WireFormat.VALUE_SCHEMA_HEADER, header);
            Serde<ControlRecord> serde =
                    AvroSerdes.value(
                            ControlRecord.class,
                            new RegistrySchemas(stubbed, WriteOptions.DEFAULT));
            assertThat(serde.deserializer().deserialize("tick", headers, body))
                    .isEqualTo(Samples.tick());
        }
    }

    private static SchemaText avro(String text) {
        return new SchemaText(text, SchemaText.AVRO, List.of());
    }
}
