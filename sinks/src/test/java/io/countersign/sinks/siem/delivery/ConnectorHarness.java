package io.countersign.sinks.siem.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
public class ConnectorHarness implements SinkTaskContext, PluginMetrics {
    public final List<SinkRecord> deadLetters = new ArrayList<>();
    public final List<String> deadLetterReasons = new ArrayList<>();
    private final Set<TopicPartition> assigned = new HashSet<>();
    protected final Set<TopicPartition> paused = new HashSet<>();
    private final Map<MetricName, MetricValueProvider<?>> metrics = new LinkedHashMap<>();
    private final boolean hasDeadLetters;

    /// What comes of a letter from now on.
    private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

    public ConnectorHarness(boolean hasDeadLetters) {
        this.hasDeadLetters = hasDeadLetters;
    }

    /// The count of records with this outcome.
    public Object metric(String outcome) {
        for (Map.Entry<MetricName, MetricValueProvider<?>> metric : metrics.entrySet()) {
            if (outcome.equals(metric.getKey().tags().get("outcome"))) {
                return ((Gauge<?>) metric.getValue()).value(new MetricConfig(), 0);
            }
        }
        throw new IllegalArgumentException("no metric for " + outcome);
    }

    /// The gauge of this name, as of a time.
    public long gauge(String name, long nowMillis) {
        return (Long) value(name, nowMillis);
    }

    /// The text of this name.
    public String text(String name) {
        return (String) value(name, 0);
    }

    private Object value(String name, long nowMillis) {
        for (Map.Entry<MetricName, MetricValueProvider<?>> metric : metrics.entrySet()) {
            if (name.equals(metric.getKey().name())) {
                return ((Gauge<?>) metric.getValue()).value(new MetricConfig(), nowMillis);
            }
        }
        throw new IllegalArgumentException("no metric " + name);
    }

    /// Letters are under way until the broker answers.
    public void brokerAnswers(boolean answers) {
        if (answers) {
            written.complete(null);
        } else {
            written = new CompletableFuture<>();
        }
    }

    /// What is under way fails for good.
    public void brokerRefuses(Exception why) {
        written.completeExceptionally(why);
    }

    public void assign(Collection<TopicPartition> partitions) {
        assigned.addAll(partitions);
    }

    public boolean isPaused() {
        return !paused.isEmpty();
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        if (!hasDeadLetters) {
            return null;
        }
        return (record, error) -> {
            deadLetters.add(record);
            deadLetterReasons.add(String.valueOf(error.getMessage()));
            return written;
        };
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return this;
    }

    @Override
    public void timeout(long millis) {
        // The tests come back at once.
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
        return Set.copyOf(assigned);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        List.of(partitions).forEach(paused::remove);
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
