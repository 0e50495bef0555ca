package io.countersign.intake.bridge;

import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/// The positions of all bridges, in a compacted topic of ours: source id to [BridgePosition]. A
/// foreign cluster's offsets can't be part of our transactions, so we keep them here, and write
/// them in the transaction of the records that they account for.
final class BridgePositions {
    /// Another bridge's open transaction may stand before the end; the broker ends it before that.
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final TopicPartition PLACE = new TopicPartition(Topics.BRIDGE, 0);

    private BridgePositions() {}

    static ProducerRecord<byte[], byte[]> record(String sourceId, BridgePosition position) {
        return new ProducerRecord<>(
                Topics.BRIDGE,
                PLACE.partition(),
                sourceId.getBytes(StandardCharsets.UTF_8),
                position.toBytes());
    }

    /// All positions that are committed. Only a bridge whose transactions are initialised may ask:
    /// what its predecessor left open has then ended.
    ///
    /// @param reader reads committed records only
    static Map<String, BridgePosition> read(Admin admin, Consumer<byte[], byte[]> reader) {
        long end = end(admin);
        Map<String, BridgePosition> positions = new HashMap<>();
        reader.assign(List.of(PLACE));
        reader.seekToBeginning(List.of(PLACE));
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (reader.position(PLACE) < end) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                positions.put(
                        new String(record.key(), StandardCharsets.UTF_8),
                        BridgePosition.of(record.value()));
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the positions could not be read to their end");
            }
        }
        return positions;
    }

    /// The end that includes what is not committed yet.
    private static long end(Admin admin) {
        try {
            return admin.listOffsets(Map.of(PLACE, OffsetSpec.latest()))
                    .partitionResult(PLACE)
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException failed) {
            throw new KafkaException("the positions' end can't be asked for", failed.getCause());
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("the positions' end can't be asked for", late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
