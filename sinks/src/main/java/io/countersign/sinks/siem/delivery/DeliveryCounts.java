package io.countersign.sinks.siem.delivery;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/// How the records of one task fared; visible as Connect's plugin metric `records-total` with the
/// tag `outcome`. Of the records that were received each ends in exactly one of delivered, skipped,
/// errant, dead-lettered and dropped. For any thread.
public final class DeliveryCounts {
    /// What became of a record.
    public enum Count {
        /// Handed over by Connect.
        RECEIVED,
        /// Left out by the selection.
        SKIPPED,
        /// Went out to the receiver; again counts again.
        SENT,
        /// The receiver has it.
        DELIVERED,
        /// Was sent and has to be sent again.
        FAILED,
        /// Could not be decoded; a dead letter says so.
        ERRANT,
        /// The receiver will never take it; a dead letter says so.
        DEAD_LETTERED,
        /// Was still here when its partition left the task; the next owner reads it again.
        DROPPED
    }

    private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);

    public DeliveryCounts() {
        for (Count count : Count.values()) {
            counts.put(count, new AtomicLong());
        }
    }

    /// So many records more.
    public void add(Count count, long records) {
        AtomicLong total = counts.get(count);
        if (total != null) {
            total.addAndGet(records);
        }
    }

    /// Makes the counts visible.
    public void register(PluginMetrics metrics) {
        counts.forEach((count, total) -> {
            LinkedHashMap<String, String> tags = new LinkedHashMap<>();
            tags.put("outcome", count.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            MetricName name =
                    metrics.metricName("records-total", "records of this task by outcome", tags);
            Gauge<Long> gauge = (config, now) -> total.get();
            metrics.addMetric(name, gauge);
        });
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
