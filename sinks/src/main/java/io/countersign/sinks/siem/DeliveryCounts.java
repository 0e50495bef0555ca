package io.countersign.sinks.siem;

import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/// How the records of one task ended, each in exactly one way; visible as Connect's plugin metric
/// `records-total` with the tag `outcome`. Written by the task's thread, read by the metrics
/// reporter's.
public final class DeliveryCounts {
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong errant = new AtomicLong();

    /// Makes the counts visible.
    public void register(PluginMetrics metrics) {
        register(metrics, "delivered", delivered);
        register(metrics, "skipped", skipped);
        register(metrics, "errant", errant);
    }

    /// So many more records are in the receiver.
    public void delivered(int records) {
        delivered.addAndGet(records);
    }

    /// A record was left out by configuration.
    public void skipped() {
        skipped.incrementAndGet();
    }

    /// A record was reported as errant.
    public void errant() {
        errant.incrementAndGet();
    }

    @Override
    public String toString() {
        return "delivered=" + delivered + " skipped=" + skipped + " errant=" + errant;
    }

    private static void register(PluginMetrics metrics, String outcome, AtomicLong count) {
        LinkedHashMap<String, String> tags = new LinkedHashMap<>();
        tags.put("outcome", outcome);
        MetricName name =
                metrics.metricName("records-total", "records of this task by outcome", tags);
        Gauge<Long> gauge = (config, now) -> count.get();
        metrics.addMetric(name, gauge);
    }
}
