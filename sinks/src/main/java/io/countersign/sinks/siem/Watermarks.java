package io.countersign.sinks.siem;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Up to where each partition is resolved: every record below the mark was delivered, skipped by
/// configuration or reported. Only marks are ever committed, so nothing is committed that was not
/// resolved.
///
/// After a retriable failure Connect hands over the same batch again; the records of it that were
/// resolved already are then recognised and not delivered a second time. Outside of such a
/// redelivery a lower offset is a rewind that somebody wanted, and counts as new. Used by one task,
/// from its thread.
public final class Watermarks {
    private final Map<TopicPartition, Long> resolvedTo = new HashMap<>();
    private boolean redelivery;

    /// Whether the record was resolved before the failure that this batch is the repetition of.
    public boolean alreadyResolved(TopicPartition partition, long offset) {
        Long mark = resolvedTo.get(partition);
        return redelivery && mark != null && offset < mark;
    }

    /// The record is resolved. Records of a partition are resolved in the order of their offsets.
    public void resolved(TopicPartition partition, long offset) {
        resolvedTo.put(partition, offset + 1);
    }

    /// The batch is left unfinished and will be handed over again.
    public void batchFailed() {
        redelivery = true;
    }

    /// Every record of the batch is resolved.
    public void batchDone() {
        redelivery = false;
    }

    /// The partitions are new to this task, or leave it.
    public void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(resolvedTo::remove);
    }

    /// What may be committed now, once what was delivered is durable: never beyond what Connect has
    /// handed over.
    public Map<TopicPartition, OffsetAndMetadata> committable(
            Map<TopicPartition, OffsetAndMetadata> handedOver) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        handedOver.forEach((partition, position) -> {
            Long mark = resolvedTo.get(partition);
            if (mark != null) {
                committable.put(
                        partition, new OffsetAndMetadata(Math.min(mark, position.offset())));
            }
        });
        return committable;
    }
}
