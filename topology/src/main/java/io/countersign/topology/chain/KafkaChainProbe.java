package io.countersign.topology.chain;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.serde.SchemaResolver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Asks a real broker. A dead owner's open transaction holds the last stable offset while a later
/// owner may have committed behind it; so the last committed entry is read only once both isolation
/// levels agree on where the partition ends.
public final class KafkaChainProbe implements ChainProbe {
    /// The longest wait for open transactions; above the longest transaction timeout of the owners.
    public static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Admin admin;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final SchemaResolver schemas;
    private final InstantSource clock;

    /// @param admin stays open as long as the probe is used
    /// @param consumers makes a read_committed consumer without a group
    /// @param schemas knows the schemas of the entry topic
    /// @param clock bounds the wait
    public KafkaChainProbe(
            Admin admin,
            Supplier<Consumer<byte[], byte[]>> consumers,
            SchemaResolver schemas,
            InstantSource clock) {
        this.admin = admin;
        this.consumers = consumers;
        this.schemas = schemas;
        this.clock = clock;
    }

    @Override
    public Probed probe(String entryTopic, int partition, List<String> inputTopics) {
        TopicPartition entries = new TopicPartition(entryTopic, partition);
        long end = settledEnd(entries);
        Map<String, Long> starts = new HashMap<>();
        Map<String, Long> ends = new HashMap<>();
        for (String topic : inputTopics) {
            TopicPartition input = new TopicPartition(topic, partition);
            starts.put(topic, offset(input, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED));
            ends.put(topic, offset(input, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED));
        }
        return new Probed(lastEntry(entries, end), starts, ends);
    }

    private long settledEnd(TopicPartition entries) {
        Instant deadline = clock.instant().plus(MAX_WAIT);
        while (true) {
            long committed = offset(entries, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
            long written = offset(entries, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
            if (committed == written) {
                return committed;
            }
            if (!clock.instant().isBefore(deadline)) {
                throw new ChainIncident(
                        ChainIncident.Code.CHAIN_ENDS_DIFFER,
                        entries
                                + ": a transaction has been open for more than "
                                + MAX_WAIT.toSeconds()
                                + " s");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException(
                    "interrupted while waiting for open transactions", interrupted);
        }
    }

    private long offset(TopicPartition partition, OffsetSpec spec, IsolationLevel isolation) {
        try {
            return admin.listOffsets(Map.of(partition, spec), new ListOffsetsOptions(isolation))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException failed) {
            throw new KafkaException(
                    "offsets of " + partition + " can't be read", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", interrupted);
        }
    }

    /// The offsets before the end are mostly transaction markers, so the search steps back in
    /// growing strides.
    private Optional<Last> lastEntry(TopicPartition entries, long end) {
        long start = offset(entries, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(entries));
            for (long stride = 8; ; stride *= 8) {
                long from = Math.max(start, end - stride);
                List<ConsumerRecord<byte[], byte[]>> found = read(consumer, entries, from, end);
                if (!found.isEmpty()) {
                    return Optional.of(last(entries, found.getLast()));
                }
                if (from == start) {
                    return Optional.empty();
                }
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(
            Consumer<byte[], byte[]> consumer, TopicPartition entries, long from, long end) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        Instant deadline = clock.instant().plus(MAX_WAIT);
        consumer.seek(entries, from);
        while (consumer.position(entries) < end) {
            consumer.poll(POLL).records(entries).forEach(found::add);
            if (!clock.instant().isBefore(deadline)) {
                throw new KafkaException(
                        entries
                                + ": the last entry can't be read within "
                                + MAX_WAIT.toSeconds()
                                + " s");
            }
        }
        return found;
    }

    private Last last(TopicPartition entries, ConsumerRecord<byte[], byte[]> found) {
        try {
            // A task starts once, and tasks may start on several threads.
            LeafReader.Read leaf = new LeafReader(schemas).read(found.value());
            AuditEntry entry = new EntryCodec(List.of(leaf.writer())).entry(leaf.bytes());
            return new Last(
                    entry.getChain(), entry.getSeq(), LeafHash.of(leaf.bytes()), entry.getClose());
        } catch (RuntimeException undecodable) {
            throw new ChainIncident(
                    ChainIncident.Code.CHAIN_UNREADABLE,
                    entries + ": the record at offset " + found.offset() + " is no entry");
        }
    }
}
