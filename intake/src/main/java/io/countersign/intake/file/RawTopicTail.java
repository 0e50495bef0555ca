package io.countersign.intake.file;

import io.countersign.schemas.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// Reads a raw topic from a mark to its end, and looks for the records of one source. Others may
/// have written in between; what they wrote is passed over.
public final class RawTopicTail implements LastSent {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<Consumer<byte[], byte[]>> readers;

    /// @param readers make a consumer of no group
    public RawTopicTail(Supplier<Consumer<byte[], byte[]>> readers) {
        this.readers = readers;
    }

    @Override
    public OptionalLong after(IngestMarker.Mark mark, String sourceId) {
        if (mark.topic().isEmpty()) {
            return OptionalLong.empty();
        }
        TopicPartition place = new TopicPartition(mark.topic(), mark.partition());
        OptionalLong last = OptionalLong.empty();
        try (Consumer<byte[], byte[]> reader = readers.get()) {
            reader.assign(List.of(place));
            long beginning = of(reader.beginningOffsets(List.of(place)), place);
            long end = of(reader.endOffsets(List.of(place)), place);
            reader.seek(place, Math.clamp(mark.offset(), beginning, end));
            while (reader.position(place) < end) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    if (header(record, RecordHeaders.SOURCE_ID).equals(sourceId)) {
                        last =
                                OptionalLong.of(
                                        Long.parseLong(header(record, RecordHeaders.SOURCE_SEQ)));
                    }
                }
            }
        }
        return last;
    }

    private static long of(Map<TopicPartition, Long> offsets, TopicPartition place) {
        return offsets.getOrDefault(place, 0L);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
