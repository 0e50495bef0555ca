package io.countersign.app.role;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// Reads what is committed of a topic from some place on, up to where it ended when reading began.
/// For one thread.
public final class TopicsToTheEnd implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);

    /// A cluster that answered and then gives nothing for so long is not waited for.
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> reader;
    private final String brokers;

    public TopicsToTheEnd(Deployment deployment) {
        reader = deployment.committedReader();
        brokers = deployment.bootstrapServers();
    }

    /// All of it.
    ///
    /// @throws UnreachableClusterException where no cluster answers
    public void read(
            String topic,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each,
            LongConsumer progress) {
        try {
            List<TopicPartition> partitions = partitions(topic);
            read(partitions, reader.beginningOffsets(partitions, LIMIT), each, progress);
        } catch (KafkaException _unreachable) {
            throw silent();
        }
    }

    /// What lies at these offsets and behind them; of a partition that is not named, and where
    /// records were deleted, what there is.
    ///
    /// @throws UnreachableClusterException where no cluster answers
    public void readFrom(
            String topic,
            Map<TopicPartition, Long> offsets,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each,
            LongConsumer progress) {
        try {
            List<TopicPartition> partitions = partitions(topic);
            Map<TopicPartition, Long> starts =
                    new HashMap<>(reader.beginningOffsets(partitions, LIMIT));
            starts.replaceAll(
                    (partition, start) -> Math.max(start, offsets.getOrDefault(partition, 0L)));
            read(partitions, starts, each, progress);
        } catch (KafkaException _unreachable) {
            throw silent();
        }
    }

    /// What was appended since a time, but not more than the latest of each partition.
    ///
    /// @return the latest time before which records of some partition were left out; Long.MIN_VALUE
    ///   where none were
    /// @throws UnreachableClusterException where no cluster answers
    public long readSince(
            String topic,
            long sinceMillis,
            long maxOfPartition,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each,
            LongConsumer progress) {
        try {
            List<TopicPartition> partitions = partitions(topic);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions, LIMIT);
            Map<TopicPartition, OffsetAndTimestamp> since =
                    reader.offsetsForTimes(
                            partitions.stream()
                                    .collect(
                                            Collectors.toMap(
                                                    one -> one, _one -> Math.max(0, sinceMillis))),
                            LIMIT);
            Map<TopicPartition, Long> cut = new HashMap<>();
            Map<TopicPartition, Long> starts = new HashMap<>();
            for (TopicPartition partition : partitions) {
                long end = Objects.requireNonNull(ends.get(partition));
                // Null: nothing that late is there.
                OffsetAndTimestamp found = since.get(partition);
                long start = found == null ? end : found.offset();
                if (end - start > maxOfPartition) {
                    start = end - maxOfPartition;
                    cut.put(partition, Long.MIN_VALUE);
                }
                starts.put(partition, start);
            }
            read(
                    partitions,
                    starts,
                    record -> {
                        TopicPartition from =
                                new TopicPartition(record.topic(), record.partition());
                        cut.computeIfPresent(
                                from,
                                (_at, time) -> time == Long.MIN_VALUE ? record.timestamp() : time);
                        each.accept(record);
                    },
                    progress);
            return cut.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
        } catch (KafkaException _unreachable) {
            throw silent();
        }
    }

    /// Assigned, and without a position.
    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> known = reader.partitionsFor(topic, LIMIT);
        if (known == null || known.isEmpty()) {
            throw new UnreachableClusterException(
                    "The cluster at "
                            + brokers
                            + " has no topic "
                            + topic
                            + ": no Countersign has run on it");
        }
        List<TopicPartition> partitions =
                known.stream().map(one -> new TopicPartition(topic, one.partition())).toList();
        reader.assign(partitions);
        return partitions;
    }

    private void read(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> starts,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each,
            LongConsumer progress) {
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions, LIMIT);
        starts.forEach(reader::seek);
        long records = 0;
        long heard = System.nanoTime();
        long left = left(partitions, ends);
        while (left > 0) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                each.accept(record);
                records++;
            }
            progress.accept(records);
            long now = left(partitions, ends);
            if (now < left) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
                throw silent();
            }
            left = now;
        }
    }

    /// Offsets to go, those of transaction markers among them.
    private long left(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        long left = 0;
        for (TopicPartition partition : partitions) {
            left +=
                    Math.max(
                            0,
                            Objects.requireNonNull(ends.get(partition))
                                    - reader.position(partition, LIMIT));
        }
        return left;
    }

    private UnreachableClusterException silent() {
        return new UnreachableClusterException(
                "No Kafka answers at "
                        + brokers
                        + ". Start the installation (countersign up), or name the one that runs with --config or --dir.");
    }

    @Override
    public void close() {
        reader.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
