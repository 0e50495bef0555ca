package io.countersign.bench.sinks;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/// Connect's loop around one task and one partition that is not on a broker: hands over what it
/// may, looks again after 20 ms where the task paused it, and commits.
final class TaskDrive implements SinkTaskContext, PluginMetrics, AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition("audit.entry.v1", 0);
    private static final int MAX_POLL = 500;
    private static final long PAUSED_MILLIS = 20;
    private static final long LIMIT_NANOS = 300_000_000_000L;

    private final SiemSinkTask task;
    private final Map<String, String> properties;
    private final IntFunction<byte[]> partition;
    private final Map<String, MetricValueProvider<?>> metrics = new HashMap<>();
    private boolean paused;
    private int position;
    private long committed;

    /// Starts the task.
    ///
    /// @param partition the record at an offset
    TaskDrive(SiemSinkTask task, Map<String, String> properties, IntFunction<byte[]> partition) {
        this.task = task;
        this.properties = properties;
        this.partition = partition;
        task.initialize(this);
        task.start(properties);
        task.open(Set.of(PARTITION));
    }

    /// Returns once everything is committed.
    static void run(SiemSinkTask task, Map<String, String> properties, List<byte[]> records)
            throws InterruptedException {
        try (TaskDrive drive = new TaskDrive(task, properties, records::get)) {
            drive.finish(records.size());
        }
    }

    /// Hands over and commits until everything below the offset is committed.
    void finish(int end) throws InterruptedException {
        long until = System.nanoTime() + LIMIT_NANOS;
        while (committed < end) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("committed " + committed + " of " + end);
            }
            poll(end);
            if (position == end) {
                commit();
            }
        }
    }

    /// One poll of what lies below the offset.
    void poll(int end) throws InterruptedException {
        List<SinkRecord> poll = new ArrayList<>();
        while (!paused && position < end && poll.size() < MAX_POLL) {
            poll.add(record(position++));
        }
        task.put(poll);
        if (paused || poll.isEmpty()) {
            Thread.sleep(PAUSED_MILLIS);
        }
    }

    private void commit() {
        OffsetAndMetadata mark =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position))).get(PARTITION);
        committed = mark == null ? committed : mark.offset();
    }

    /// Records that were handed over and are resolved.
    long resolved() {
        return position - gauge("records-unacknowledged");
    }

    /// What the task says of itself.
    long gauge(String name) {
        if (metrics.get(name) instanceof Gauge<?> gauge
                && gauge.value(new MetricConfig(), System.currentTimeMillis())
                        instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("no gauge " + name);
    }

    @Override
    public void close() {
        task.close(Set.of(PARTITION));
        task.stop();
    }

    private SinkRecord record(int offset) {
        return new SinkRecord(
                PARTITION.topic(),
                PARTITION.partition(),
                null,
                null,
                null,
                partition.apply(offset),
                offset,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused = true;
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused = false;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of(PARTITION);
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return null;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return this;
    }

    @Override
    public Map<String, String> configs() {
        return properties;
    }

    @Override
    public void timeout(long millis) {}

    @Override
    public void requestCommit() {}

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException("a sink never rewinds");
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException("a sink never rewinds");
    }

    @Override
    @SuppressWarnings("NonApiType") // as declared by Kafka
    public MetricName metricName(
            String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        metrics.put(name.name(), provider);
    }

    @Override
    public void removeMetric(MetricName name) {}

    @Override
    public Sensor addSensor(String name) {
        return new Metrics().sensor(name);
    }

    @Override
    public void removeSensor(String name) {}
}
