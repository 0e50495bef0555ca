package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What intake puts onto the topics. `MockProducer` is Kafka's own stand-in; a broker is used in
/// the tests across modules.
class RawRecordsTest {
    private static final int PARTITIONS = 4;

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
        TokenKeys tokens =
                TokenKeys.loadOrCreate(directory.resolve("tokens.key"), new SecureRandom());
        records =
                new RawRecords(
                        producer,
                        PARTITIONS,
                        tokens,
                        BundledSchemas.get(),
                        () -> Instant.parse("2026-11-22T09:00:00Z"));
    }

    @Test
    void aSourceKeepsItsPartitionAndItsFormatChoosesTheTopic() throws Exception {
        records.send("squid", "file-1", 0, new byte[] {1}).get();
        records.send("squid", "file-1", 1, new byte[] {2}).get();
        records.send("litellm", "gateway", 0, new byte[] {3}).get();

        List<ProducerRecord<byte[], byte[]>> sent = producer.history();
        assertThat(sent)
                .extracting(ProducerRecord::topic)
                .containsExactly(Topics.PROXY_RAW, Topics.PROXY_RAW, Topics.PROMPT_RAW);
        assertThat(sent.get(0).partition())
                .isEqualTo(sent.get(1).partition())
                .isEqualTo(records.partitionOf("file-1"));
        assertThat(sent.get(1).key()).isNull();
        assertThat(header(sent.get(1), RecordHeaders.SOURCE_FORMAT)).isEqualTo("squid");
        assertThat(header(sent.get(1), RecordHeaders.SOURCE_ID)).isEqualTo("file-1");
        assertThat(header(sent.get(1), RecordHeaders.SOURCE_SEQ)).isEqualTo("1");
    }

    @Test
    void whatIsTooLargeBecomesARefusalWithoutItsText() throws Exception {
        byte[] large = new byte[RawRecords.MAX_RECORD_BYTES + 1];
        records.send("litellm", "gateway", 5, large).get();

        ProducerRecord<byte[], byte[]> sent = producer.history().getFirst();
        assertThat(sent.topic()).isEqualTo(Topics.CONTROL);
        assertThat(sent.value().length).isLessThan(1_000);
        ControlRecord control =
                new AvroDecoder<>(ControlRecord.class, BundledSchemas.get()).framed(sent.value());
        assertThat(control.getKind()).isEqualTo(ControlKind.REFUSAL);
        assertThat(control.getRefused().orElseThrow().getCode()).isEqualTo("OVERSIZE");
        assertThat(control.getRefused().orElseThrow().getPayloadBytes()).isEqualTo(large.length);
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
