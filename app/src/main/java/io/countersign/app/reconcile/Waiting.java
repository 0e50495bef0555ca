package io.countersign.app.reconcile;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.app.sink.SinkProbe;
import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.delivery.RecordAt;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// What a sink still has to deliver.
///
/// @param events that it selects, and that are neither acknowledged nor given up
/// @param oldestMillis when the oldest of them was written
public record Waiting(long events, OptionalLong oldestMillis) {

    /// Reads from the committed offsets on.
    ///
    /// @throws io.countersign.app.role.UnreachableClusterException where no cluster answers
    public static Waiting read(
            Deployment deployment,
            SinkProbe probe,
            Delivered delivered,
            Consumer<String> progress) {
        Count count = new Count(probe, delivered, new WireDecoder(deployment.schemas()));
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            for (String topic : List.of(Topics.AUDIT_ENTRY, Topics.ALERT)) {
                topics.readFrom(
                        topic,
                        delivered.committed(),
                        count::add,
                        read -> progress.accept(read + " records of " + topic + " to go through"));
            }
        }
        return new Waiting(
                count.events,
                count.oldest == Long.MAX_VALUE
                        ? OptionalLong.empty()
                        : OptionalLong.of(count.oldest));
    }

    private static final class Count {
        private final SinkProbe probe;
        private final Delivered delivered;
        private final WireDecoder decoder;
        private long events;
        private long oldest = Long.MAX_VALUE;

        Count(SinkProbe probe, Delivered delivered, WireDecoder decoder) {
            this.probe = probe;
            this.delivered = delivered;
            this.decoder = decoder;
        }

        void add(ConsumerRecord<byte[], byte[]> record) {
            RecordAt at =
                    new RecordAt(
                            new TopicPartition(record.topic(), record.partition()),
                            record.offset());
            if (decoder.decode(record.value()) instanceof Decoded.Known known
                    && probe.takes(known)
                    && !delivered.deadLetters().containsKey(at)) {
                events++;
                oldest = Math.min(oldest, record.timestamp());
            }
        }
    }
}
