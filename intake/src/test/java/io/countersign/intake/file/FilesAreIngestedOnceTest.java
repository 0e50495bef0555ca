package io.countersign.intake.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file is its content: the same lines are sent once. `MockProducer` is Kafka's own stand-in; an
/// ingest that is killed in front of a real broker is in the tests across modules.
class FilesAreIngestedOnceTest {
    @TempDir Path directory;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private RawRecords records = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static RawRecords unset() {
        return null;
    }

    @BeforeEach
    void setUp() throws IOException {
        records =
                new RawRecords(
                        producer,
                        4,
                        TokenKeys.loadOrCreate(directory.resolve("tokens.key"), new SecureRandom()),
                        BundledSchemas.get(),
                        () -> Instant.parse("2026-11-22T09:00:00Z"));
    }

    @Test
    void theSameFileTwiceIsOneFile() throws IOException {
        Path file = file("one\ntwo\nthree\n");
        assertThat(ingest(LastSent.UNKNOWN, file)).isEqualTo(new FileIngest.Ingested(3, 0));
        Path copy = Files.copy(file, directory.resolve("copy.log"));
        assertThat(ingest(LastSent.UNKNOWN, copy)).isEqualTo(new FileIngest.Ingested(0, 3));
        assertThat(seqs()).containsExactly("0", "1", "2");
    }

    @Test
    void whatKafkaTookAfterTheMarkIsNotSentAgain() throws IOException {
        Path file = file("one\ntwo\nthree\n");
        ingest(LastSent.UNKNOWN, file);
        String sourceId = header(producer.history().getFirst(), RecordHeaders.SOURCE_ID);
        IngestMarker.of(directory.resolve("progress"), sourceId)
                .write(
                        1,
                        new RecordMetadata(
                                new TopicPartition(Topics.PROXY_RAW, 2), 70, 0, 0, 0, 0));
        LastSent last =
                (mark, source) -> {
                    assertThat(mark).isEqualTo(new IngestMarker.Mark(1, Topics.PROXY_RAW, 2, 70));
                    assertThat(source).isEqualTo(sourceId);
                    return OptionalLong.of(1);
                };
        assertThat(ingest(last, file)).isEqualTo(new FileIngest.Ingested(1, 2));
        assertThat(seqs()).containsExactly("0", "1", "2", "2");
    }

    @Test
    void aMarkerOfAnEarlierReleaseIsReadAndADamagedOneIsNone() throws IOException {
        Files.createDirectories(directory.resolve("progress"));
        IngestMarker marker = IngestMarker.of(directory.resolve("progress"), "file-a");
        Files.writeString(directory.resolve("progress/file-a"), "17\n");
        assertThat(marker.read()).contains(new IngestMarker.Mark(17, "", 0, 0));
        Files.writeString(directory.resolve("progress/file-a"), "17 proxy.r");
        assertThat(marker.read()).isEmpty();
    }

    @Test
    void historyIsMarkedAndAStreamHasASourceOfItsOwn() throws IOException {
        FileIngest ingest =
                new FileIngest(
                        records,
                        directory.resolve("progress"),
                        LastSent.UNKNOWN,
                        UnaryOperator.identity(),
                        new RecordHeader(
                                RecordHeaders.HISTORY, "true".getBytes(StandardCharsets.UTF_8)));
        byte[] text = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
        for (String id : List.of("stdin-a", "stdin-b")) {
            assertThat(ingest.ingest(new ByteArrayInputStream(text), "squid", id, (_, _, _) -> {}))
                    .isEqualTo(new FileIngest.Ingested(2, 0));
        }
        assertThat(producer.history())
                .extracting(one -> header(one, RecordHeaders.HISTORY))
                .containsOnly("true")
                .hasSize(4);
        try (var left = Files.list(directory.resolve("progress"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aBodyOfBedrockIsPutBackFromTheMirror() throws IOException {
        Path mirror = directory.resolve("mirror");
        put(mirror.resolve("logs/data/in.json.gz"), "{\"messages\":[1.50,\"é\"]}");
        Files.writeString(mirror.resolve("logs/data/out.json"), "[{\"a\":1}]");
        Files.writeString(directory.resolve("outside.json"), "{}");
        OffloadedBodies bodies = new OffloadedBodies(List.of(new FolderMirror(mirror)));

        assertThat(
                        apply(
                                bodies,
                                "{\"input\":{\"inputBodyS3Path\":\"s3://logs/data/in.json.gz\",\"n\":12345678901234567890},"
                                        + "\"output\":{\"outputBodyS3Path\":\"s3://logs/data/out.json\"}}"))
                .isEqualTo(
                        "{\"input\":{\"inputBodyJson\":{\"messages\":[1.50,\"é\"]},\"n\":12345678901234567890},"
                                + "\"output\":{\"outputBodyJson\":[{\"a\":1}]}}");
        assertThat(bodies.resolved()).isEqualTo(2);
        for (String pointer :
                List.of(
                        "s3://logs/absent.json",
                        "s3://../outside.json",
                        "s3:///etc/passwd",
                        "https://logs/data/out.json")) {
            String record = "{\"input\":{\"inputBodyS3Path\":\"" + pointer + "\"}}";
            assertThat(apply(bodies, record)).isEqualTo(record);
        }
        assertThat(bodies.missing()).isEqualTo(4);
        String noJson = "{\"inputBodyS3Path\":\"s3://logs/data/out.json\"";
        assertThat(apply(bodies, noJson)).isEqualTo(noJson);
    }

    private FileIngest.Ingested ingest(LastSent lastSent, Path file) throws IOException {
        return new FileIngest(
                        records, directory.resolve("progress"), lastSent, UnaryOperator.identity())
                .ingest(file, "squid", (_, _, _) -> {});
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("access.log"), text);
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String apply(OffloadedBodies bodies, String record) {
        return new String(
                bodies.apply(record.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private List<String> seqs() {
        return producer.history().stream()
                .map(one -> header(one, RecordHeaders.SOURCE_SEQ))
                .toList();
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
