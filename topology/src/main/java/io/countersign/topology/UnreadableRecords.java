package io.countersign.topology;

import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.Topics;
import java.util.Arrays;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one task of the alert topology could not read: passed over, counted (`unreadable-total`),
/// and an incident of the chain whose partition it lies in. Told is where it lies and nothing of
/// it.
final class UnreadableRecords implements AutoCloseable {
    /// What the incident is called.
    enum Code {
        ENTRY_UNREADABLE,
        WATCH_UNREADABLE;

        /// Whether the chain takes an incident of that code from the control topic.
        static boolean has(String code) {
            return Arrays.stream(values()).anyMatch(known -> known.name().equals(code));
        }

        private static Code of(String topic) {
            return topic.equals(Topics.WATCH) ? WATCH_UNREADABLE : ENTRY_UNREADABLE;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);

    private final ProcessorContext<?, ? super ControlRecord> context;
    private final String toChain;
    private final StreamsMetrics metrics;
    private final Sensor sensor;

    /// @param toChain the sink node by which the chain is asked for an incident
    UnreadableRecords(ProcessorContext<?, ? super ControlRecord> context, String toChain) {
        this.context = context;
        this.toChain = toChain;
        this.metrics = context.metrics();
        this.sensor =
                metrics.addRateTotalSensor(
                        "alert-input",
                        context.taskId().toString(),
                        "unreadable",
                        Sensor.RecordingLevel.INFO);
    }

    /// The record that is processed is none.
    void pass(long timestamp) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        Code code = Code.of(place.topic());
        sensor.record();
        LOG.error(
                "record passed over: code={} topic={} partition={} offset={}",
                code,
                place.topic(),
                place.partition(),
                place.offset());
        ControlRecord incident =
                ControlRecord.newBuilder()
                        .setKind(ControlKind.INCIDENT)
                        .setOrigin("alert")
                        .setTimeMillis(timestamp)
                        .setIncident(
                                new IncidentEntry(
                                        code.name(),
                                        new Coordinates(
                                                place.topic(), place.partition(), place.offset()),
                                        null))
                        .build();
        context.forward(new Record<>(null, incident, timestamp), toChain);
    }

    @Override
    public void close() {
        metrics.removeSensor(sensor);
    }
}
