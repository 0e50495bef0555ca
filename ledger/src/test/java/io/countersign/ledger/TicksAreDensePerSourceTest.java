package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDeserializer;
import io.countersign.schemas.serde.BundledSchemas;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TicksAreDensePerSourceTest {
    private static final int PARTITIONS = 3;
    private final Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();

    @Test
    void eachTickReachesEachPartitionOnceUnderOneSourceId() {
        try (Ticker ticker = ticker(true)) {
            ticker.tick();
            ticker.tick();
            ticker.tick();
            List<ProducerRecord<byte[], byte[]>> sent = producers.getFirst().history();
            assertThat(sent).hasSize(9);
            assertThat(seqs(sent))
                    .hasSize(PARTITIONS)
                    .allSatisfy((_, seqs) -> assertThat(seqs).containsExactly(0L, 1L, 2L));
            AvroDeserializer<ControlRecord> deserializer =
                    new AvroDeserializer<>(ControlRecord.class, BundledSchemas.get());
            for (ProducerRecord<byte[], byte[]> record : sent) {
                assertThat(record.topic()).isEqualTo(Topics.CONTROL);
                assertThat(record.key()).isNull();
                ControlRecord control =
                        Objects.requireNonNull(
                                deserializer.deserialize(
                                        record.topic(), record.headers(), record.value()));
                assertThat(control.getKind()).isEqualTo(ControlKind.TICK);
                assertThat(control.getOrigin()).isEqualTo("ledger");
                assertThat(control.getTimeMillis()).isEqualTo(now.toEpochMilli());
                assertThat(header(record, RecordHeaders.SOURCE_ID)).matches("ledger-[0-9a-f]{32}");
            }
        }
        assertThat(producers.getFirst().closed()).isTrue();
    }

    @Test
    void afterAFailedWriteTicksBeginAnewUnderAnotherSourceId() {
        try (Ticker ticker = ticker(false)) {
            ticker.tick();
            producers.getFirst().completeNext();
            producers.getFirst().errorNext(new TimeoutException("injected"));
            assertThatThrownBy(ticker::tick).isInstanceOf(KafkaException.class);
            assertThat(producers.getFirst().closed()).isTrue();
            ticker.tick();
            assertThat(producers).hasSize(2);
            String before =
                    header(producers.getFirst().history().getFirst(), RecordHeaders.SOURCE_ID);
            List<ProducerRecord<byte[], byte[]>> after = producers.getLast().history();
            assertThat(after)
                    .allSatisfy(r ->
                            assertThat(header(r, RecordHeaders.SOURCE_ID)).isNotEqualTo(before));
            assertThat(seqs(after))
                    .hasSize(PARTITIONS)
                    .allSatisfy((_, seqs) -> assertThat(seqs).containsExactly(0L));
        }
    }

    @Test
    void eachStartHasItsOwnSourceId() {
        try (Ticker first = ticker(true);
                Ticker second = ticker(true)) {
            first.tick();
            second.tick();
        }
        assertThat(header(producers.getFirst().history().getFirst(), RecordHeaders.SOURCE_ID))
                .isNotEqualTo(
                        header(producers.getLast().history().getFirst(), RecordHeaders.SOURCE_ID));
    }

    private Ticker ticker(boolean autoComplete) {
        return new Ticker(
                () -> {
                    producers.add(
                            new MockProducer<>(
                                    autoComplete,
                                    null,
                                    new ByteArraySerializer(),
                                    new ByteArraySerializer()));
                    return producers.getLast();
                },
                BundledSchemas.get(),
                () -> now,
                new SecureRandom(),
                PARTITIONS);
    }

    private static Map<Integer, List<Long>> seqs(List<ProducerRecord<byte[], byte[]>> records) {
        Map<Integer, List<Long>> seqs = new LinkedHashMap<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            seqs.computeIfAbsent(record.partition(), _ -> new ArrayList<>())
                    .add(Long.parseLong(header(record, RecordHeaders.SOURCE_SEQ)));
        }
        return seqs;
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
