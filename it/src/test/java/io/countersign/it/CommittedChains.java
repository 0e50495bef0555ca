package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.role.Deployment;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// The entry topic as committed, read once and further each time somebody looks: each partition's
/// numbers have to be dense, and no input offset may have two entries. For one thread.
final class CommittedChains implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final AvroDecoder<AuditEntry> decoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
    private final Consumer<byte[], byte[]> reader;
    private final List<TopicPartition> partitions;
    private final Map<EntryKind, Integer> kinds = new EnumMap<>(EntryKind.class);
    private final Map<TopicPartition, BitSet> inputs = new HashMap<>();
    private final long[] nextSeq;

    CommittedChains(Deployment deployment, int partitionCount) {
        reader = deployment.committedReader();
        partitions =
                IntStream.range(0, partitionCount)
                        .mapToObj(p -> new TopicPartition(Topics.AUDIT_ENTRY, p))
                        .toList();
        nextSeq = new long[partitionCount];
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
    }

    /// Reads what was committed since.
    ///
    /// @return entries of each kind, of all partitions and from their beginning
    Map<EntryKind, Integer> read() {
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
            reader.poll(POLL).forEach(this::accept);
        }
        return Map.copyOf(kinds);
    }

    int takeovers() {
        return read().getOrDefault(EntryKind.TAKEOVER, 0);
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        AuditEntry entry = decoder.framed(record.value());
        assertThat(entry.getSeq())
                .as("seq in partition %d", record.partition())
                .isEqualTo(nextSeq[record.partition()]++);
        kinds.merge(entry.getKind(), 1, Integer::sum);
        entry.getEvent().ifPresent(event -> once(event.getInput()));
    }

    private void once(Coordinates at) {
        BitSet seen =
                inputs.computeIfAbsent(
                        new TopicPartition(at.getTopic(), at.getPartition()), _ -> new BitSet());
        int offset = Math.toIntExact(at.getOffset());
        assertThat(seen.get(offset)).as("an entry for %s before this one", at).isFalse();
        seen.set(offset);
    }

    @Override
    public void close() {
        reader.close();
    }
}
