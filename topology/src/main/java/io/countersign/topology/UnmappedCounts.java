package io.countersign.topology;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Counts names of sources' own DLP that the policy has no row for, by product:
/// `unmapped-<format>-total` of each task. The names themselves are in no metric.
final class UnmappedCounts implements AutoCloseable {
    private final Map<String, Sensor> sensors = new HashMap<>();
    private final StreamsMetrics metrics;
    private final String task;

    UnmappedCounts(ProcessorContext<?, ?> context) {
        metrics = context.metrics();
        task = context.taskId().toString();
    }

    /// @param format an input format's name, of which there are as many as the site has formats
    void count(String format, int names) {
        Sensor sensor =
                sensors.computeIfAbsent(
                        format,
                        _ ->
                                metrics.addRateTotalSensor(
                                        "upstream-dlp",
                                        task,
                                        "unmapped-" + format,
                                        Sensor.RecordingLevel.INFO));
        // Such a total counts calls, whatever their value.
        for (int i = 0; i < names; i++) {
            sensor.record();
        }
    }

    @Override
    public void close() {
        sensors.values().forEach(metrics::removeSensor);
    }
}
