package io.countersign.sinks.siem.ndjson;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/// The side of Connect that a task sees, by hand: what it was asked to do is kept.
final class ConnectorHarness implements SinkTaskContext, PluginMetrics {
    private static final Future<Void> DONE = CompletableFuture.runAsync(() -> {}, Runnable::run);

    final List<SinkRecord> deadLetters = new ArrayList<>();
    final List<String> deadLetterReasons = new ArrayList<>();
    final List<Long> timeouts = new ArrayList<>();
    private final Map<MetricName, MetricValueProvider<?>> metrics = new LinkedHashMap<>();
    private final boolean hasDeadLetters;

    ConnectorHarness(boolean hasDeadLetters) {
        this.hasDeadLetters = hasDeadLetters;
    }

    Object metric(String outcome) {
        for (Map.Entry<MetricName, MetricValueProvider<?>> metric : metrics.entrySet()) {
            if (outcome.equals(metric.getKey().tags().get("outcome"))) {
                return ((Gauge<?>) metric.getValue()).value(new MetricConfig(), 0);
            }
        }
        throw new IllegalArgumentException("no metric for " + outcome);
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        if (!hasDeadLetters) {
            return null;
        }
        return (record, error) -> {
            deadLetters.add(record);
            deadLetterReasons.add(String.valueOf(error.getMessage()));
            return DONE;
        };
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return this;
    }

    @Override
    public void timeout(long millis) {
        timeouts.add(millis);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException("the sink never rewinds");
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException("the sink never rewinds");
    }

    @Override
    public Set<TopicPartition> assignment() {
        return new HashSet<>();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException("the sink never pauses");
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException("the sink never pauses");
    }

    @Override
    public void requestCommit() {}

    @Override
    @SuppressWarnings("NonApiType") // as declared by Kafka
    public MetricName metricName(
            String name, String description, LinkedHashMap<String, String> tags) {
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        metrics.put(name, provider);
    }

    @Override
    public void removeMetric(MetricName name) {
        metrics.remove(name);
    }

    @Override
    public Sensor addSensor(String name) {
        return new Metrics().sensor(name);
    }

    @Override
    public void removeSensor(String name) {}
}
