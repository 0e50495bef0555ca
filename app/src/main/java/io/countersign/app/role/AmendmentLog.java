package io.countersign.app.role;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Has many amendments chained, each in the chain of the entry that it amends, and waits until they
/// are committed.
public final class AmendmentLog {
    /// The chains may be behind; where none of ours comes for so long, nothing is waited for.
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(200);

    /// Sent before the first is waited for.
    private static final int BATCH = 1_000;

    private AmendmentLog() {}

    /// @param origin who asks
    /// @param pace how fast; where it says to stop, what was sent is waited for
    /// @param progress told how many are chained
    /// @return how many are chained; fewer than were given where Kafka or the audit topology
    ///   stopped, or the pace says so
    public static int chain(
            Deployment deployment,
            String origin,
            List<AmendmentEntry> amendments,
            Instant now,
            Pace pace,
            IntConsumer progress) {
        int chained = 0;
        int size = Math.min(BATCH, pace.perSecond());
        try (Consumer<byte[], byte[]> reader = deployment.committedReader();
                Producer<byte[], byte[]> producer = deployment.producer()) {
            List<TopicPartition> entries = partitions(amendments);
            reader.assign(entries);
            Map<TopicPartition, Long> ends = reader.endOffsets(entries, SILENCE);
            entries.forEach(one -> reader.seek(one, Objects.requireNonNull(ends.get(one))));
            for (int from = 0; from < amendments.size() && !pace.stop().getAsBoolean(); ) {
                List<AmendmentEntry> batch =
                        amendments.subList(from, Math.min(amendments.size(), from + size));
                long begun = System.nanoTime();
                send(deployment, producer, origin, batch, now);
                int found = await(deployment, reader, batch);
                chained += found;
                progress.accept(chained);
                if (found < batch.size()) {
                    return chained;
                }
                from += batch.size();
                if (from < amendments.size()) {
                    rest(pace.nanosOf(batch.size()) - (System.nanoTime() - begun));
                }
            }
            return chained;
        } catch (KafkaException | ExecutionException _unreachable) {
            return chained;
        } catch (InterruptedException _stopped) {
            Thread.currentThread().interrupt();
            return chained;
        }
    }

    private static void rest(long nanos) throws InterruptedException {
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    private static List<TopicPartition> partitions(List<AmendmentEntry> amendments) {
        Set<Integer> partitions = new TreeSet<>();
        amendments.forEach(one -> partitions.add(partition(one)));
        return partitions.stream().map(one -> new TopicPartition(Topics.AUDIT_ENTRY, one)).toList();
    }

    private static int partition(AmendmentEntry amendment) {
        return ChainId.parse(amendment.getOriginal().getChain()).partition();
    }

    private static void send(
            Deployment deployment,
            Producer<byte[], byte[]> producer,
            String origin,
            List<AmendmentEntry> batch,
            Instant now)
            throws ExecutionException, InterruptedException {
        AvroSerializer<ControlRecord> serializer =
                new AvroSerializer<>(ControlRecord.class, deployment.schemas());
        List<Future<?>> sent = new ArrayList<>(batch.size());
        for (AmendmentEntry amendment : batch) {
            byte[] request =
                    serializer.serialize(
                            Topics.CONTROL,
                            ControlRecord.newBuilder()
                                    .setKind(ControlKind.AMENDMENT)
                                    .setOrigin(origin)
                                    .setTimeMillis(now.toEpochMilli())
                                    .setAmendment(amendment)
                                    .build());
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    Topics.CONTROL, partition(amendment), null, request)));
        }
        producer.flush();
        for (Future<?> one : sent) {
            one.get();
        }
    }

    /// @return how many of the batch came
    private static int await(
            Deployment deployment, Consumer<byte[], byte[]> reader, List<AmendmentEntry> batch) {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
        Map<EntryRef, AmendmentEntry> missing = new HashMap<>();
        batch.forEach(one -> missing.put(one.getOriginal(), one));
        long heard = System.nanoTime();
        while (!missing.isEmpty() && System.nanoTime() - heard < SILENCE.toNanos()) {
            int before = missing.size();
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                try {
                    decoder.framed(record.value())
                            .getAmendment()
                            .ifPresent(found -> missing.remove(found.getOriginal(), found));
                } catch (UndecodableRecordException _unreadable) {
                    // Not one that we wait for.
                }
            }
            heard = missing.size() < before ? System.nanoTime() : heard;
        }
        return batch.size() - missing.size();
    }
}
