package io.countersign.sinks.siem.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Up to where each partition is resolved: every record below the mark was delivered, left out by
/// the selection, or reported. Only marks are ever committed, so nothing is committed that was not
/// resolved.
///
/// Records come in the order of their offsets and are resolved in any order. A lower offset than
/// before is a rewind that somebody wanted, and counts as new. For any thread.
public final class Watermarks {
    /// One record, or a run of records that were resolved on arrival, waiting for those before it.
    public static final class Mark {
        private long next;
        private final long sinceMillis;
        private boolean resolved;

        /// @param sinceMillis when the record was written, milliseconds since 1970
        Mark(long next, long sinceMillis) {
            this.next = next;
            this.sinceMillis = sinceMillis;
        }
    }

    private final Map<TopicPartition, ArrayDeque<Mark>> open = new HashMap<>();
    private final Map<TopicPartition, Long> resolvedTo = new HashMap<>();

    /// The first record of each partition since it came to this task.
    private final Map<TopicPartition, Long> from = new HashMap<>();

    /// A record that will be resolved later.
    public synchronized Mark received(RecordAt at, long sinceMillis) {
        from.putIfAbsent(at.partition(), at.offset());
        Mark mark = new Mark(at.offset() + 1, sinceMillis);
        open.computeIfAbsent(at.partition(), unused -> new ArrayDeque<>()).addLast(mark);
        return mark;
    }

    /// A record that needs no delivery.
    public synchronized void passed(RecordAt at) {
        from.putIfAbsent(at.partition(), at.offset());
        ArrayDeque<Mark> marks = open.get(at.partition());
        if (marks == null || marks.isEmpty()) {
            resolvedTo.put(at.partition(), at.offset() + 1);
            return;
        }
        Mark last = marks.getLast();
        if (last.resolved && last.next <= at.offset()) {
            last.next = at.offset() + 1;
        } else {
            Mark mark = new Mark(at.offset() + 1, 0);
            mark.resolved = true;
            marks.addLast(mark);
        }
    }

    /// The record is resolved. One whose partition was forgotten meanwhile changes nothing.
    public synchronized void resolved(RecordAt at, Mark mark) {
        mark.resolved = true;
        ArrayDeque<Mark> marks = open.get(at.partition());
        while (marks != null && !marks.isEmpty() && marks.getFirst().resolved) {
            resolvedTo.put(at.partition(), marks.removeFirst().next);
        }
    }

    /// The partitions are new to this task, or leave it.
    public synchronized void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(open::remove);
        partitions.forEach(resolvedTo::remove);
        partitions.forEach(from::remove);
    }

    /// When the oldest record that is not resolved was written; empty where there is none.
    public synchronized OptionalLong oldestMillis() {
        return open.values().stream()
                .filter(marks -> !marks.isEmpty())
                .mapToLong(marks -> marks.getFirst().sinceMillis)
                .min();
    }

    /// What may be committed now: never beyond what Connect has handed over.
    public synchronized Map<TopicPartition, OffsetAndMetadata> committable(
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

    /// The same, each with its [Receipt].
    ///
    /// @param selection [Selection#sha256()] of this run
    synchronized Map<TopicPartition, OffsetAndMetadata> committable(
            Map<TopicPartition, OffsetAndMetadata> handedOver, String selection) {
        Map<TopicPartition, OffsetAndMetadata> committable = committable(handedOver);
        committable.replaceAll((partition, offset) ->
                new OffsetAndMetadata(
                        offset.offset(),
                        new Receipt(selection, Objects.requireNonNull(from.get(partition)))
                                .toString()));
        return committable;
    }
}
