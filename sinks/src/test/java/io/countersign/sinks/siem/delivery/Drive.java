package io.countersign.sinks.siem.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/// Connect's loop around one task and one partition, by hand: polls, commits, stops in good order
/// or dies.
public final class Drive implements AutoCloseable {
    public static final TopicPartition PARTITION = new TopicPartition("audit.entry.v1", 0);

    private static final int MAX_POLL = 500;
    private static final Duration COMMIT_EVERY = Duration.ofMillis(100);

    private final SiemSinkTask task;
    private final ConnectorHarness connect;
    private final SinkTime time;
    private final List<byte[]> topic;
    private int position;
    private long committed;
    private long committedAtNanos = System.nanoTime();
    private boolean stopped;
    private Duration longestPut = Duration.ZERO;

    /// @param topic the records of the partition, by offset; may grow
    /// @param from where the group's committed offset is
    public Drive(
            SiemSinkTask task,
            Map<String, String> properties,
            ConnectorHarness connect,
            SinkTime time,
            List<byte[]> topic,
            long from) {
        this.task = task;
        this.connect = connect;
        this.time = time;
        this.topic = topic;
        this.position = (int) from;
        this.committed = from;
        connect.assign(List.of(PARTITION));
        task.initialize(connect);
        task.start(properties);
        task.open(List.of(PARTITION));
    }

    /// One poll: hands over what there is, unless the task paused the partition.
    public void poll() {
        List<SinkRecord> records = new ArrayList<>();
        while (!connect.isPaused() && position < topic.size() && records.size() < MAX_POLL) {
            records.add(
                    new SinkRecord(
                            PARTITION.topic(),
                            PARTITION.partition(),
                            null,
                            null,
                            null,
                            topic.get(position),
                            position,
                            time.millis(),
                            TimestampType.CREATE_TIME));
            position++;
        }
        long before = System.nanoTime();
        task.put(records);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        longestPut = took.compareTo(longestPut) > 0 ? took : longestPut;
    }

    public long commit() {
        OffsetAndMetadata mark =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position))).get(PARTITION);
        committed = mark == null ? committed : mark.offset();
        return committed;
    }

    public long committed() {
        return committed;
    }

    /// Records handed over so far.
    public int position() {
        return position;
    }

    public Duration longestPut() {
        return longestPut;
    }

    /// Polls and commits until the condition holds.
    public void until(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not in "
                                + atMost
                                + ": committed "
                                + committed
                                + ", handed over "
                                + position
                                + " of "
                                + topic.size());
            }
            poll();
            if (System.nanoTime() - committedAtNanos > COMMIT_EVERY.toNanos()) {
                committedAtNanos = System.nanoTime();
                long unused = commit();
            }
            Thread.sleep(2);
        }
    }

    /// Polls and commits until everything is committed.
    public void toTheEnd(Duration atMost) throws InterruptedException {
        until(atMost, () -> committed == topic.size());
    }

    /// The process is gone: nothing is committed any more.
    public void die() {
        if (!stopped) {
            stopped = true;
            task.stop();
        }
    }

    /// As Connect stops a task.
    @Override
    public void close() {
        if (!stopped) {
            long unused = commit();
            task.close(List.of(PARTITION));
            die();
        }
    }
}
