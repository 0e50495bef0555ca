package io.countersign.bench.sinks;

import io.countersign.sinks.siem.delivery.SiemSinkTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/// Connect's loop around one task and one partition whose records lie in memory: hands over what it
/// may, looks again after 20 ms where the task paused it, and commits at the end.
final class TaskDrive implements SinkTaskContext, PluginMetrics {
    private static final TopicPartition PARTITION = new TopicPartition("audit.entry.v1", 0);
    private static final int MAX_POLL = 500;
    private static final long PAUSED_MILLIS = 20;
    private static final long LIMIT_NANOS = 300_000_000_000L;

    private final SiemSinkTask task;
    private final Map<String, String> properties;
    private final List<byte[]> records;
    private boolean paused;

    TaskDrive(SiemSinkTask task, Map<String, String> properties, List<byte[]> records) {
        this.task = task;
        this.properties = properties;
        this.records = records;
    }

    /// Returns once everything is committed.
    void run() throws InterruptedException {
        task.initialize(this);
        task.start(properties);
        task.open(Set.of(PARTITION));
        long until = System.nanoTime() + LIMIT_NANOS;
        int position = 0;
        long committed = 0;
        while (committed < records.size()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("committed " + committed + " of " + records.size());
            }
            List<SinkRecord> poll = new ArrayList<>();
            while (!paused && position < records.size() && poll.size() < MAX_POLL) {
                poll.add(record(position++));
            }
            task.put(poll);
            if (position == records.size()) {
                OffsetAndMetadata mark =
                        task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position)))
                                .get(PARTITION);
                committed = mark == null ? 0 : mark.offset();
            } else if (paused) {
                Thread.sleep(PAUSED_MILLIS);
            }
        }
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
                records.get(offset),
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
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {}

    @Override
    public void removeMetric(MetricName name) {}

    @Override
    public Sensor addSensor(String name) {
        return new Metrics().sensor(name);
    }

    @Override
    public void removeSensor(String name) {}
}
