package io.countersign.app.source;

import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// Waits for the next record of a format on the raw topics. For one thread.
public final class FirstRecord implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> reader;

    /// Records that come from now on count.
    ///
    /// @param reader of no group; closed with this
    /// @param partitions of the raw topics
    public FirstRecord(Consumer<byte[], byte[]> reader, int partitions) {
        this.reader = reader;
        List<TopicPartition> places = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            places.add(new TopicPartition(Topics.PROXY_RAW, partition));
            places.add(new TopicPartition(Topics.PROMPT_RAW, partition));
        }
        reader.assign(places);
        reader.seekToEnd(places);
        places.forEach(reader::position);
    }

    /// The record; empty where none came in time, or somebody does not want to wait any longer.
    public Optional<byte[]> await(String format, Duration limit, BooleanSupplier enough) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline && !enough.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                Header header = record.headers().lastHeader(RecordHeaders.SOURCE_FORMAT);
                if (header != null
                        && new String(header.value(), StandardCharsets.UTF_8).equals(format)) {
                    return Optional.of(record.value());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        reader.close();
    }
}
