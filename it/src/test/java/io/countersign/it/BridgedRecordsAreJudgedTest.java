package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.app.cli.CommandLineTool;
import io.countersign.app.cli.Terminal;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.BridgeRole;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Request;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.schemas.registry.SchemaRegistryClient;
import io.countersign.schemas.registry.SchemaText;
import io.countersign.schemas.serde.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bridge as a part of the whole, from a second real broker: what it brings is judged and
/// chained, what the foreign retention took is a gap, and the log verifies.
class BridgedRecordsAreJudgedTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String PLAIN = "theirs.plain";
    private static final String AVRO = "theirs.avro";

    @TempDir static Path folder;

    private static TestBroker foreign;
    private static Installation installation;

    @BeforeAll
    static void start() throws Exception {
        foreign = BrokerInAChild.start(folder.resolve("foreign"));
        try (Admin theirs = Admin.create(theirs())) {
            theirs.createTopics(
                            List.of(
                                    new NewTopic(PLAIN, 1, (short) 1),
                                    new NewTopic(AVRO, 3, (short) 1)))
                    .all()
                    .get();
        }
        Configuration configuration = configuration("whole", bridge("gateway", PLAIN, ""));
        installation = StartedInstallation.withSinks(configuration, PolicyYaml.demo());
    }

    @AfterAll
    static void stop() {
        installation.close();
        foreign.close();
    }

    @Test
    void whatABridgeBringsIsJudged() {
        send(PLAIN, 0, prompt("Patient Ada Quill, MRN 00917452, type 2 diabetes"));
        AuditEntry entry = await(one -> one.getKind() == EntryKind.EVENT && from(one, PLAIN));
        assertThat(entry.getEvent().orElseThrow().getSource().getId()).endsWith("/" + PLAIN + "/0");
        assertThat(entry.getEvent().orElseThrow().getContent().getPhi()).contains(true);
        send(PLAIN, 0, null);
        AuditEntry refused = await(one -> one.getKind() == EntryKind.REJECTION);
        assertThat(refused.getRejection().orElseThrow().getCode()).isEqualTo("NO_VALUE");
    }

    @Test
    void whatRetentionTookIsAGapAndTheLogVerifies() throws Exception {
        String topic = "theirs.short";
        try (Admin theirs = Admin.create(theirs())) {
            theirs.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            send(topic, 0, prompt("before"));
            try (BridgeRole first = bridging("short", bridge("short", topic, ""))) {
                first.start();
                await(one -> one.getKind() == EntryKind.EVENT && from(one, topic));
            }
            for (int i = 0; i < 20; i++) {
                send(topic, 0, prompt("lost " + i));
            }
            theirs.deleteRecords(
                            Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(15)))
                    .all()
                    .get();
            try (BridgeRole second = bridging("short", bridge("short", topic, ""))) {
                second.start();
                AuditEntry gap = await(one -> one.getKind() == EntryKind.GAP);
                GapEntry range = gap.getGap().orElseThrow();
                assertThat(range.getTopic()).endsWith("/" + topic);
                assertThat(range.getFromOffset()).isEqualTo(1);
                assertThat(range.getToOffset()).isEqualTo(15);
                Awaitility.await("what is left comes over, with a dense sequence")
                        .atMost(LIMIT)
                        .until(
                                () ->
                                        CommittedRecords.entries(installation.deployment()).stream()
                                                .filter(one -> from(one, topic))
                                                .map(one ->
                                                        one.getEvent()
                                                                .orElseThrow()
                                                                .getSource()
                                                                .getSeq()
                                                                .orElse(-1L))
                                                .toList(),
                                seqs -> seqs.equals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L)));
            }
        }
        long chained = CommittedRecords.entries(installation.deployment()).size();
        Awaitility.await("sealed and consistent")
                .atMost(LIMIT)
                .until(() ->
                        installation
                                .ledger()
                                .progress()
                                .map(progress -> progress.size().value() >= chained)
                                .orElse(false));
        Configuration configuration = installation.deployment().configuration();
        assertThat(
                        LogVerifier.verify(
                                        new DirectoryTileSource(
                                                configuration.resolve(Path.of("log"))),
                                        Request.withKeysBeside(
                                                VerifierKeys.read(
                                                        configuration.resolve(
                                                                Path.of("log.vkeys")))),
                                        Progress.NONE)
                                .conclusion())
                .isEqualTo(Conclusion.CONSISTENT);
    }

    @Test
    void avroOfARegistryIsReadAndJudged() throws Exception {
        assumeTrue(
                ApicurioRegistry.isInstalled(),
                "Apicurio is not installed: schemas/src/test/interop/run.sh does that");
        Schema schema =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"record","name":"Call","namespace":"org.example","fields":[
                                  {"name":"team","type":"string"},
                                  {"name":"call","type":{"type":"record","name":"Body","fields":[
                                    {"name":"user","type":"string"},
                                    {"name":"host","type":"string"},
                                    {"name":"prompt","type":["null","string"]}]}}]}
                                """);
        try (ApicurioRegistry registry = ApicurioRegistry.start(folder.resolve("apicurio.log"));
                SchemaRegistryClient client =
                        new SchemaRegistryClient(RegistryConfig.of(registry.url()));
                BridgeRole bridge =
                        bridging(
                                "avro",
                                bridge(
                                        "avro",
                                        AVRO,
                                        "    value: avro\n    payload: call\n    schema-registry: {url: [\""
                                                + registry.url()
                                                + "\"]}\n"))) {
            int id = client.register(AVRO + "-value", SchemaText.of(schema));
            bridge.start();
            send(AVRO, 2, WireFormat.frame(id, body(schema)));
            AuditEntry entry = await(one -> one.getKind() == EntryKind.EVENT && from(one, AVRO));
            assertThat(entry.getEvent().orElseThrow().getSource().getId()).endsWith("/2");
            assertThat(entry.getEvent().orElseThrow().getUser())
                    .contains("t.abara@hospital.example.org");
            assertThat(entry.getEvent().orElseThrow().getContent().getPhi()).contains(true);
            assertThat(bridge.readiness().ready()).isTrue();
        }
    }

    @Test
    void theFirstRecordOfASourceIsWaitedForAndShownWithoutItsText() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new ByteArrayOutputStream(),
                        Map.of(),
                        Set.of(),
                        Clock.systemUTC());
        Thread waiting =
                Thread.ofPlatform()
                        .start(() ->
                                CommandLineTool.run(
                                        terminal,
                                        "source",
                                        "first",
                                        "plain-json",
                                        "--config",
                                        folder.resolve("whole.yaml").toString(),
                                        "--wait",
                                        "2m"));
        Awaitility.await("it waits")
                .atMost(LIMIT)
                .until(() -> text(out).contains("waiting for the first record of plain-json"));
        send(PLAIN, 0, prompt("Letter for Ada Quill"));
        waiting.join();
        assertThat(text(out))
                .contains("read as plain-json:", "chatgpt.com", "(20 bytes, not shown)")
                .doesNotContain("Quill");
    }

    private static String text(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8);
    }

    // ---- What the tests are made of ----

    private static byte[] body(Schema schema) throws IOException {
        GenericRecord call = new GenericData.Record(schema.getField("call").schema());
        call.put("user", "t.abara@hospital.example.org");
        call.put("host", "chatgpt.com");
        call.put("prompt", "Patient Ada Quill, MRN 00917452, type 2 diabetes");
        GenericRecord record = new GenericData.Record(schema);
        record.put("team", "ward");
        record.put("call", call);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static byte[] prompt(String text) {
        return ("{\"user\":\"t.abara@hospital.example.org\",\"host\":\"chatgpt.com\",\"prompt\":\""
                        + text
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> theirs() {
        return Map.of("bootstrap.servers", foreign.bootstrapServers());
    }

    private static void send(String topic, int partition, byte @Nullable [] value) {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        theirs(), new ByteArraySerializer(), new ByteArraySerializer())) {
            Future<RecordMetadata> _ =
                    producer.send(new ProducerRecord<>(topic, partition, null, value));
        }
    }

    private static String bridge(String name, String topic, String more) {
        return "bridges:\n  %s:\n    bootstrap-servers: [\"%s\"]\n    topics: [%s]\n    format: plain-json\n%s"
                .formatted(name, foreign.bootstrapServers(), topic, more);
    }

    private static Configuration configuration(String name, String bridges) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
                file,
                "directory: %s\npartitions: 1\nledger:\n  interval: 300ms\n%s"
                        .formatted(folder.resolve("data"), bridges));
        return ConfigurationFile.read(file).configuration();
    }

    /// Another process's bridge on the same installation.
    private static BridgeRole bridging(String name, String bridges) throws IOException {
        return new BridgeRole(
                new Deployment(
                        configuration(name, bridges),
                        installation.deployment().bootstrapServers(),
                        "test",
                        Optional.empty()),
                InstantSource.system());
    }

    private static boolean from(AuditEntry entry, String topic) {
        return entry.getEvent()
                .map(event -> event.getSource().getId().contains("/" + topic + "/"))
                .orElse(false);
    }

    private static AuditEntry await(java.util.function.Predicate<AuditEntry> wanted) {
        return Awaitility.await("an entry")
                .atMost(LIMIT)
                .until(
                        () ->
                                CommittedRecords.entries(installation.deployment()).stream()
                                        .filter(wanted)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
