package io.countersign.it;

import io.countersign.app.role.Deployment;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// All committed records of a topic as it stands.
final class CommittedRecords {
    private CommittedRecords() {}

    static List<ConsumerRecord<byte[], byte[]>> of(Deployment deployment, String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
            List<TopicPartition> partitions =
                    reader.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
                reader.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    static List<AuditEntry> entries(Deployment deployment) {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
        return of(deployment, Topics.AUDIT_ENTRY).stream()
                .map(record -> decoder.framed(record.value()))
                .toList();
    }
}
