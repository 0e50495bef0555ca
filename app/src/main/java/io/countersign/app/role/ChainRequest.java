package io.countersign.app.role;

import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Asks through the control topic to have something chained, and waits until the entry is
/// committed.
final class ChainRequest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private ChainRequest() {}

    /// @param partition of the chain that takes the entry
    /// @param ours tells the entry that was asked for from all others that come after the request
    /// @return where the entry stands; empty where it did not come within 30 seconds
    static Optional<EntryRef> send(
            Deployment deployment,
            int partition,
            ControlRecord control,
            Predicate<AuditEntry> ours) {
        TopicPartition entries = new TopicPartition(Topics.AUDIT_ENTRY, partition);
        byte[] request =
                new AvroSerializer<>(ControlRecord.class, deployment.schemas())
                        .serialize(Topics.CONTROL, control);
        try (Consumer<byte[], byte[]> reader = deployment.committedReader();
                Producer<byte[], byte[]> producer = deployment.producer()) {
            reader.assign(List.of(entries));
            Map<TopicPartition, Long> end = reader.endOffsets(List.of(entries), LIMIT);
            reader.seek(entries, Objects.requireNonNull(end.get(entries)));
            producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, request))
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return await(deployment, reader, ours);
        } catch (KafkaException | ExecutionException | TimeoutException _unreachable) {
            return Optional.empty();
        } catch (InterruptedException _stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<EntryRef> await(
            Deployment deployment, Consumer<byte[], byte[]> reader, Predicate<AuditEntry> ours) {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
        LeafReader leaves = new LeafReader(deployment.schemas());
        for (long polls = LIMIT.dividedBy(POLL); polls > 0; polls--) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                try {
                    AuditEntry entry = decoder.framed(record.value());
                    if (ours.test(entry)) {
                        return Optional.of(
                                new EntryRef(
                                        entry.getChain(),
                                        entry.getSeq(),
                                        LeafHash.of(leaves.read(record.value()).bytes())));
                    }
                } catch (UndecodableRecordException _unreadable) {
                    // Not the one we wait for.
                }
            }
        }
        return Optional.empty();
    }
}
