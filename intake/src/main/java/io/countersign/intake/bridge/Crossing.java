package io.countersign.intake.bridge;

import io.countersign.intake.RawRecords;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One life of a bridge: from positions that were read to the first failure. Whatever a poll brings
/// goes over in one transaction with the positions after it, so that after any failure the next
/// life goes on at the last commit. For one thread.
final class Crossing {
    private static final Logger LOG = LoggerFactory.getLogger(Crossing.class);

    private static final Duration POLL = Duration.ofMillis(500);

    /// New partitions, and topics that were not there, are looked for so often.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final BridgeSettings settings;
    private final ForeignTopics topics;
    private final String cluster;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final RawRecords ours;
    private final Unwrapping unwrapping;

    /// As committed, by source id; those of other bridges too.
    private final Map<String, BridgePosition> known;

    /// The partitions that are read; where one was never committed, this is where it begins.
    private final Map<TopicPartition, BridgePosition> reading = new HashMap<>();

    private final Set<String> missing = new TreeSet<>();
    private long lookedNanos;
    private boolean looked;

    /// @param known the committed positions, read after the producer's transactions were
    ///   initialised
    Crossing(
            BridgeSettings settings,
            ForeignTopics topics,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            RawRecords ours,
            Unwrapping unwrapping,
            Map<String, BridgePosition> known) {
        this.settings = settings;
        this.topics = topics;
        this.cluster = topics.cluster();
        this.consumer = consumer;
        this.producer = producer;
        this.ours = ours;
        this.unwrapping = unwrapping;
        this.known = new HashMap<>(known);
    }

    /// What one step did.
    record Step(long records, long refused, long lost, long lag) {}

    /// Topics of the settings that the foreign cluster does not have.
    Set<String> missing() {
        return missing;
    }

    /// Reads what is there and brings it over; waits a little where nothing is.
    Step step() {
        if (!looked || System.nanoTime() - lookedNanos > LOOK_AGAIN.toNanos()) {
            look();
        }
        if (reading.isEmpty()) {
            pause();
            return new Step(0, 0, 0, 0);
        }
        Load load = new Load();
        try {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (TopicPartition place : polled.partitions()) {
                load.take(place, polled.records(place));
            }
        } catch (OffsetOutOfRangeException outOfRange) {
            resolve(outOfRange.offsetOutOfRangePartitions().keySet(), load);
        }
        load.moveOn();
        load.commit();
        return new Step(load.records, load.refused, load.lost, lag());
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    // ---- Which partitions, and from where ----

    private void look() {
        Map<String, TopicDescription> present = topics.present();
        missing.clear();
        missing.addAll(settings.topics());
        missing.removeAll(present.keySet());
        Map<TopicPartition, BridgePosition> fresh = new HashMap<>();
        for (TopicDescription topic : present.values()) {
            boolean seenBefore =
                    topic.partitions().stream()
                            .anyMatch(one -> known.containsKey(sourceId(place(topic, one))));
            for (TopicPartitionInfo partition : topic.partitions()) {
                TopicPartition place = place(topic, partition);
                BridgePosition before = reading.get(place);
                if (before == null || !before.topicId().equals(topic.topicId())) {
                    fresh.put(place, start(place, topic.topicId(), seenBefore));
                }
            }
        }
        if (!fresh.isEmpty()) {
            reading.putAll(fresh);
            consumer.assign(reading.keySet());
            fresh.forEach((place, position) -> consumer.seek(place, position.nextOffset()));
        }
        lookedNanos = System.nanoTime();
        looked = true;
    }

    private static TopicPartition place(TopicDescription topic, TopicPartitionInfo partition) {
        return new TopicPartition(topic.name(), partition.partition());
    }

    private BridgePosition start(TopicPartition place, Uuid topicId, boolean topicSeenBefore) {
        BridgePosition committed = known.get(sourceId(place));
        if (committed != null && committed.topicId().equals(topicId)) {
            return committed;
        }
        if (committed != null) {
            LOG.warn(
                    "the foreign topic was made anew and is read from its start: bridge={} topic={} partition={}",
                    settings.name(),
                    place.topic(),
                    place.partition());
            return new BridgePosition(topicId, beginning(place), committed.nextSeq());
        }
        // A partition that a known topic gets later is read whole.
        boolean atEnd = settings.fromLatest() && !topicSeenBefore;
        return new BridgePosition(topicId, atEnd ? end(place) : beginning(place), 0);
    }

    private long beginning(TopicPartition place) {
        return Objects.requireNonNull(consumer.beginningOffsets(Set.of(place)).get(place));
    }

    private long end(TopicPartition place) {
        return Objects.requireNonNull(consumer.endOffsets(Set.of(place)).get(place));
    }

    private String sourceId(TopicPartition place) {
        return SourceNames.sourceId(cluster, place);
    }

    /// The offset that should be read is not there: it was deleted, or the foreign log is shorter
    /// than it was.
    private void resolve(Set<TopicPartition> places, Load load) {
        for (TopicPartition place : places) {
            long wanted = position(place).nextOffset();
            long beginning = beginning(place);
            long end = end(place);
            if (wanted < beginning) {
                load.lose(place, beginning);
            } else if (wanted > end) {
                LOG.warn(
                        "the foreign log ends before what was read of it, and is read on from its end: bridge={} topic={} partition={} read={} end={}",
                        settings.name(),
                        place.topic(),
                        place.partition(),
                        wanted,
                        end);
            }
            consumer.seek(place, Math.max(beginning, Math.min(wanted, end)));
        }
    }

    private BridgePosition position(TopicPartition place) {
        return Objects.requireNonNull(reading.get(place));
    }

    private long lag() {
        return reading.keySet().stream()
                .mapToLong(place -> consumer.currentLag(place).orElse(0L))
                .sum();
    }

    // ---- One transaction ----

    private static Header offsetHeader(long offset) {
        return new RecordHeader(
                RecordHeaders.SOURCE_OFFSET,
                Long.toString(offset).getBytes(StandardCharsets.UTF_8));
    }

    /// What goes over together. The transaction begins with the first thing that is sent, so that
    /// an idle bridge writes nothing.
    private final class Load {
        private final Map<TopicPartition, BridgePosition> next = new HashMap<>();
        private final List<Future<RecordMetadata>> sent = new ArrayList<>();
        private boolean begun;
        private long records;
        private long refused;
        private long lost;

        void take(TopicPartition place, List<ConsumerRecord<byte[], byte[]>> polled) {
            String sourceId = sourceId(place);
            long seq = position(place).nextSeq();
            begin();
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                switch (unwrapping.unwrap(record)) {
                    case Unwrapping.Unwrapped.Records(List<byte[]> payloads) -> {
                        Header offset = offsetHeader(record.offset());
                        for (byte[] payload : payloads) {
                            sent.add(
                                    ours.send(settings.format(), sourceId, seq++, payload, offset));
                        }
                        records += payloads.size();
                    }
                    case Unwrapping.Unwrapped.Refused(String code) -> {
                        byte[] value = record.value() == null ? new byte[0] : record.value();
                        sent.add(
                                ours.refuse(
                                        new RawRecords.Origin(
                                                sourceId, seq++, settings.format(), false),
                                        code,
                                        value));
                        refused++;
                    }
                }
            }
            next.put(place, position(place).at(consumer.position(place), seq));
        }

        void lose(TopicPartition place, long beginning) {
            BridgePosition position = position(place);
            begin();
            sent.add(
                    ours.lost(
                            sourceId(place),
                            new GapEntry(
                                    cluster + "/" + place.topic(),
                                    place.partition(),
                                    position.nextOffset(),
                                    beginning)));
            lost += beginning - position.nextOffset();
            next.put(place, position.at(beginning, position.nextSeq()));
        }

        /// Where only markers were passed, or a partition is read for the first time.
        void moveOn() {
            reading.forEach((place, position) -> {
                long offset = consumer.position(place);
                boolean committed = position.equals(known.get(sourceId(place)));
                if (!next.containsKey(place) && (offset != position.nextOffset() || !committed)) {
                    next.put(place, position.at(offset, position.nextSeq()));
                }
            });
        }

        private void begin() {
            if (!begun) {
                producer.beginTransaction();
                begun = true;
            }
        }

        /// After this returns the load is over; where it throws, all of it is read again.
        void commit() {
            if (next.isEmpty()) {
                return;
            }
            begin();
            next.forEach((place, position) ->
                    sent.add(producer.send(BridgePositions.record(sourceId(place), position))));
            producer.flush();
            sent.forEach(Load::requireTaken);
            producer.commitTransaction();
            next.forEach((place, position) -> {
                reading.put(place, position);
                known.put(sourceId(place), position);
            });
        }

        private static void requireTaken(Future<RecordMetadata> one) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException cause
                        ? cause
                        : new KafkaException("Kafka did not take a record", failed.getCause());
            } catch (InterruptedException interrupted) {
                throw new InterruptException(interrupted);
            }
        }
    }
}
