package io.countersign.app.reconcile;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.app.role.UnreachableClusterException;
import io.countersign.app.sink.SinkType;
import io.countersign.sinks.siem.delivery.DeadLetter;
import io.countersign.sinks.siem.delivery.Receipt;
import io.countersign.sinks.siem.delivery.RecordAt;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/// What Kafka keeps of a sink's deliveries. An offset is committed only after each record below it
/// was acknowledged by the receiver, left out by the selection, or written up as a dead letter, so
/// that these two say what became of each record, after any kill.
///
/// @param committed by partition; what lies below it is settled
/// @param receipts by partition, what the sink said of the offset; an offset that somebody else set
///   has none
/// @param deadLetters why, by the place of the record
/// @param lastLetter the newest of them
public record Delivered(
        Map<TopicPartition, Long> committed,
        Map<TopicPartition, Receipt> receipts,
        Map<RecordAt, String> deadLetters,
        Optional<LastLetter> lastLetter) {
    /// More letters than this say that something else is wrong.
    public static final int MAX_DEAD_LETTERS = 1_000_000;

    private static final String GROUP_OVERRIDE = "consumer.override.group.id";

    /// The newest dead letter.
    ///
    /// @param atMillis when it was written
    public record LastLetter(String code, long atMillis) {}

    /// Letters as they are read.
    private static final class Letters {
        private final Map<RecordAt, String> codes = new HashMap<>();
        private Optional<LastLetter> last = Optional.empty();

        void add(DeadLetter letter, long writtenMillis) {
            codes.put(letter.at(), letter.code());
            if (last.isEmpty() || last.get().atMillis() <= writtenMillis) {
                last = Optional.of(new LastLetter(letter.code(), writtenMillis));
            }
        }
    }

    public Delivered {
        committed = Map.copyOf(committed);
        receipts = Map.copyOf(receipts);
        deadLetters = Map.copyOf(deadLetters);
    }

    /// The offsets first and the letters after, so that each record below an offset that has a
    /// letter has it here.
    ///
    /// @param connector the sink's connector configuration
    /// @throws IOException where the cluster does not answer
    public static Delivered read(Deployment deployment, String sink, Map<String, String> connector)
            throws IOException {
        String group = connector.getOrDefault(GROUP_OVERRIDE, "connect-" + sink);
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, Receipt> receipts = new HashMap<>();
        boolean letters;
        String topic =
                connector.getOrDefault(
                        "errors.deadletterqueue.topic.name", SinkType.deadLetters(sink));
        try (Admin admin = Admin.create(deployment.client())) {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        // A partition that nothing was committed of has none.
                        if (offset != null) {
                            committed.put(partition, offset.offset());
                            Receipt.read(offset.metadata())
                                    .ifPresent(receipt -> receipts.put(partition, receipt));
                        }
                    });
            letters = admin.listTopics().names().get().contains(topic);
        } catch (ExecutionException e) {
            throw new IOException("the brokers do not say what was committed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("asking the brokers was interrupted");
        }
        Letters written = letters ? deadLetters(deployment, topic) : new Letters();
        return new Delivered(committed, receipts, written.codes, written.last);
    }

    private static Letters deadLetters(Deployment deployment, String topic) {
        Letters letters = new Letters();
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.read(
                    topic,
                    record -> {
                        if (letters.codes.size() >= MAX_DEAD_LETTERS) {
                            throw new UnreachableClusterException(
                                    topic + " holds more letters than can be counted");
                        }
                        try {
                            letters.add(DeadLetter.read(record.value()), record.timestamp());
                        } catch (IOException _other) {
                            // Not written by a sink of ours; it speaks of no record.
                        }
                    },
                    _count -> {});
        }
        return letters;
    }

    /// Whether everything up to this record is settled.
    public boolean settled(RecordAt at) {
        return at.offset() < committed.getOrDefault(at.partition(), 0L);
    }
}
