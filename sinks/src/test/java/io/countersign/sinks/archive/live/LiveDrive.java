package io.countersign.sinks.archive.live;

import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.archive.EntryTopic;
import io.countersign.sinks.siem.delivery.ConnectorHarness;
import io.countersign.sinks.siem.delivery.FastTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/// Connect's loop around the archive's task, by hand: polls, goes to the offsets that the task asks
/// for, leaves alone what it paused, and commits. Time runs faster than the machine's.
public final class LiveDrive implements AutoCloseable {
    private static final int MAX_POLL = 40;
    private static final int FASTER = 200;

    private final EntryTopic topic;
    private final Connect connect = new Connect();
    private final ArchiveSinkTask task = new ArchiveSinkTask(new FastTime(FASTER));
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /// Records before this offset are gone from the topic.
    private long logStart;

    /// What the task asks of Connect.
    private static final class Connect extends ConnectorHarness {
        private final Map<TopicPartition, Long> wanted = new HashMap<>();

        Connect() {
            super(false);
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            wanted.put(partition, offset);
        }

        Map<TopicPartition, Long> takeOffsets() {
            Map<TopicPartition, Long> taken = Map.copyOf(wanted);
            wanted.clear();
            return taken;
        }

        boolean isPaused(TopicPartition partition) {
            return paused.contains(partition);
        }
    }

    /// From the beginning of the topic.
    public LiveDrive(EntryTopic topic, Path archive, int maxEntries) {
        this(topic, archive, maxEntries, List.of(0L, 0L));
    }

    /// @param from committed offsets of the partitions
    LiveDrive(EntryTopic topic, Path archive, int maxEntries, List<Long> from) {
        this(topic, new ArchivePlace.InDirectory(archive), maxEntries, from);
    }

    /// @param from committed offsets of the partitions
    public LiveDrive(EntryTopic topic, ArchivePlace archive, int maxEntries, List<Long> from) {
        this.topic = topic;
        for (int i = 0; i < from.size(); i++) {
            positions.put(partition(i), from.get(i));
            committed.put(partition(i), from.get(i));
        }
        Map<String, String> properties =
                new HashMap<>(ArchiveSinkConnector.configuration(archive, Duration.ofSeconds(4)));
        properties.put(ArchiveSinkConfig.MAX_ENTRIES, Integer.toString(maxEntries));
        connect.assign(positions.keySet());
        task.initialize(connect);
        task.start(properties);
        task.open(positions.keySet());
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(EntryTopic.NAME, number);
    }

    /// As retention does.
    public void deleteBefore(long offset) {
        logStart = offset;
    }

    /// Whether it paused a partition.
    public boolean isPaused() {
        return connect.isPaused();
    }

    /// The offset that the group has committed.
    public long committed(int number) {
        return committed.getOrDefault(partition(number), 0L);
    }

    /// One poll and one commit of offsets.
    public void poll() {
        positions.putAll(connect.takeOffsets());
        List<SinkRecord> records = new ArrayList<>();
        for (Map.Entry<TopicPartition, Long> position : positions.entrySet()) {
            TopicPartition partition = position.getKey();
            if (connect.isPaused(partition)) {
                continue;
            }
            long from = Math.max(position.getValue(), logStart);
            topic.partitions().get(partition.partition()).stream()
                    .filter(record -> record.offset() >= from)
                    .limit(MAX_POLL)
                    .forEach(record -> {
                        records.add(
                                new SinkRecord(
                                        partition.topic(),
                                        partition.partition(),
                                        null,
                                        null,
                                        null,
                                        record.value(),
                                        record.offset(),
                                        1L,
                                        TimestampType.LOG_APPEND_TIME));
                        position.setValue(record.offset() + 1);
                    });
        }
        task.put(records);
        Map<TopicPartition, OffsetAndMetadata> handedOver = new HashMap<>();
        positions.forEach(
                (partition, offset) -> handedOver.put(partition, new OffsetAndMetadata(offset)));
        task.preCommit(handedOver)
                .forEach((partition, mark) -> committed.put(partition, mark.offset()));
    }

    /// Whether everything is committed.
    public boolean isAtTheEnd() {
        return committed.keySet().stream()
                .allMatch(partition ->
                        committed.getOrDefault(partition, 0L) >= topic.end(partition.partition()));
    }

    /// Until everything is committed.
    public void toTheEnd() throws InterruptedException {
        while (!isAtTheEnd()) {
            poll();
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        task.close(positions.keySet());
        task.stop();
    }
}
