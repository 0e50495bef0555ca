package io.countersign.sinks.siem.delivery;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/// Where a record lies on Kafka, whatever a transformation called it on the way.
public record RecordAt(TopicPartition partition, long offset) {
    /// Of a record as Connect hands it over.
    public static RecordAt of(SinkRecord record) {
        return new RecordAt(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset());
    }

    @Override
    public String toString() {
        return partition.topic() + "/" + partition.partition() + " offset " + offset;
    }
}
