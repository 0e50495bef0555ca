package io.countersign.app.role;

import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Has an access chained before it happens: asks through the control topic and waits until the
/// entry is committed.
public final class AccessLog {
    /// Accesses concern no chain more than another.
    private static final int PARTITION = 0;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private AccessLog() {}

    /// @return where the entry stands; empty where it did not come within 30 seconds
    public static Optional<EntryRef> chain(Deployment deployment, AccessEntry access, Instant now) {
        TopicPartition entries = new TopicPartition(Topics.AUDIT_ENTRY, PARTITION);
        byte[] request =
                new AvroSerializer<>(ControlRecord.class, deployment.schemas())
                        .serialize(
                                Topics.CONTROL,
                                new ControlRecord(
                                        ControlKind.ACCESS,
                                        "access",
                                        now.toEpochMilli(),
                                        null,
                                        null,
                                        access,
                                        null,
                                        null));
        try (Consumer<byte[], byte[]> reader = deployment.committedReader();
                Producer<byte[], byte[]> producer = deployment.producer()) {
            Map<TopicPartition, Long> end = reader.endOffsets(List.of(entries), LIMIT);
            reader.assign(List.of(entries));
            reader.seek(entries, Objects.requireNonNull(end.get(entries)));
            producer.send(new ProducerRecord<>(Topics.CONTROL, PARTITION, null, request))
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return await(deployment, reader, access.getAccessId());
        } catch (KafkaException | ExecutionException | TimeoutException _unreachable) {
            return Optional.empty();
        } catch (InterruptedException _stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<EntryRef> await(
            Deployment deployment, Consumer<byte[], byte[]> reader, String accessId) {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
        LeafReader leaves = new LeafReader(deployment.schemas());
        for (long polls = LIMIT.dividedBy(POLL); polls > 0; polls--) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                try {
                    AuditEntry entry = decoder.framed(record.value());
                    boolean ours =
                            entry.getKind() == EntryKind.ACCESS
                                    && entry.getAccess()
                                            .filter(found -> found.getAccessId().equals(accessId))
                                            .isPresent();
                    if (ours) {
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
