package io.countersign.app.locked;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.Sha256;
import io.countersign.ledger.locked.EvidenceSource;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Sealed evidence on `evidence.v1`. Of one chain it lies there in the order of the entries, so
/// that a keeper that goes on reads on; where something was not found the next search begins by
/// time.
public final class EvidenceTopic implements EvidenceSource, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    /// Polls without a record before the end that brokers named: they do not answer.
    private static final int MAX_EMPTY_POLLS = 60;

    /// A record bears the time of its entry; searches begin so much earlier.
    private static final Duration EARLIER = Duration.ofHours(1);

    private final Consumer<byte[], byte[]> consumer;
    private final AvroDecoder<EvidenceEnvelope> decoder;

    /// Where each partition was left with all found that was looked for.
    private final Map<Integer, Long> positions = new HashMap<>();

    /// @param reader of committed records, by `Deployment`
    public EvidenceTopic(Supplier<Consumer<byte[], byte[]>> reader, SchemaResolver schemas) {
        this.consumer = reader.get();
        this.decoder = new AvroDecoder<>(EvidenceEnvelope.class, schemas);
    }

    @Override
    public List<EvidenceEnvelope> read(List<Place> places) throws IOException {
        Map<Integer, List<Place>> partitions = new LinkedHashMap<>();
        for (Place place : places) {
            partitions
                    .computeIfAbsent(
                            ChainId.parse(place.chain()).partition(), _ -> new ArrayList<>())
                    .add(place);
        }
        Map<Place, EvidenceEnvelope> found = new HashMap<>();
        try {
            partitions.forEach((partition, wanted) -> read(partition, wanted, found));
        } catch (KafkaException failed) {
            positions.clear();
            throw new IOException(
                    Topics.EVIDENCE + " cannot be read: " + failed.getClass().getSimpleName(),
                    failed);
        }
        return places.stream().filter(found::containsKey).map(found::get).toList();
    }

    private void read(int partition, List<Place> wanted, Map<Place, EvidenceEnvelope> found) {
        Optional<Long> left = Optional.ofNullable(positions.remove(partition));
        Reading reading = new Reading(partition, left, wanted.getFirst());
        Map<Key, Place> open = new HashMap<>();
        wanted.forEach(place -> open.put(new Key(place.chain(), place.seq()), place));
        while (!open.isEmpty() && reading.hasNext()) {
            Optional<EvidenceEnvelope> envelope = decoded(reading.next());
            Optional<Place> place =
                    envelope.flatMap(one ->
                            Optional.ofNullable(open.get(new Key(one.getChain(), one.getSeq()))));
            // A forged one in the place of the real one is passed over.
            if (place.isPresent() && isOf(envelope.orElseThrow(), place.get())) {
                found.put(place.get(), envelope.orElseThrow());
                open.remove(new Key(place.get().chain(), place.get().seq()));
            }
        }
        if (open.isEmpty()) {
            positions.put(partition, reading.position);
        }
    }

    private record Key(String chain, long seq) {}

    private Optional<EvidenceEnvelope> decoded(byte[] record) {
        try {
            return Optional.of(decoder.framed(record));
        } catch (UndecodableRecordException _noEnvelope) {
            return Optional.empty();
        }
    }

    private static boolean isOf(EvidenceEnvelope envelope, Place place) {
        byte[] ciphertext = new byte[envelope.getCiphertext().remaining()];
        envelope.getCiphertext().duplicate().get(ciphertext);
        return Sha256.of(ciphertext).matches(place.ref().getCiphertext().bytes(), 0);
    }

    @Override
    public void close() {
        consumer.close();
    }

    /// One partition, record by record, up to the end that it had at the beginning.
    private final class Reading {
        private final TopicPartition partition;
        private final long end;
        private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
        private long position;

        Reading(int number, Optional<Long> left, Place first) {
            this.partition = new TopicPartition(Topics.EVIDENCE, number);
            consumer.assign(List.of(partition));
            this.end =
                    Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            this.position = left.orElseGet(() -> offsetOf(first));
            consumer.seek(partition, position);
        }

        private long offsetOf(Place place) {
            long time = Math.max(0, place.chained().minus(EARLIER).toEpochMilli());
            return Optional.ofNullable(
                            consumer.offsetsForTimes(Map.of(partition, time)).get(partition))
                    .map(OffsetAndTimestamp::offset)
                    .orElse(end);
        }

        boolean hasNext() {
            int empty = 0;
            while (fetched.isEmpty() && consumer.position(partition) < end) {
                consumer.poll(POLL).records(partition).forEach(fetched::add);
                if (fetched.isEmpty() && ++empty == MAX_EMPTY_POLLS) {
                    throw new TimeoutException("the brokers give no records");
                }
            }
            return !fetched.isEmpty();
        }

        byte[] next() {
            ConsumerRecord<byte[], byte[]> record = fetched.remove();
            position = record.offset() + 1;
            return record.value();
        }
    }
}
