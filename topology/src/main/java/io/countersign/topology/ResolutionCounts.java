package io.countersign.topology;

import io.countersign.detectors.identity.Who;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// Counts what the directory of people said, by answer: `identity-<answer>-total` of each task.
final class ResolutionCounts implements AutoCloseable {
    private final Map<Who.Resolution, Sensor> sensors = new EnumMap<>(Who.Resolution.class);

    private final StreamsMetrics metrics;

    ResolutionCounts(ProcessorContext<?, ?> context) {
        metrics = context.metrics();
        for (Who.Resolution answer : Who.Resolution.values()) {
            sensors.put(
                    answer,
                    metrics.addRateTotalSensor(
                            "identity",
                            context.taskId().toString(),
                            "identity-" + answer.name().toLowerCase(Locale.ROOT),
                            Sensor.RecordingLevel.INFO));
        }
    }

    void count(Who who) {
        Sensor sensor = sensors.get(who.resolution());
        if (sensor != null) {
            sensor.record();
        }
    }

    @Override
    public void close() {
        sensors.values().forEach(metrics::removeSensor);
    }
}
