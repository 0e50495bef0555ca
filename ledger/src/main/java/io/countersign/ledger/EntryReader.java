package io.countersign.ledger;

import io.countersign.audit.chain.LeafReader;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.tiles.Leaf;
import io.countersign.schemas.Topics;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.schemas.serde.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;

/// All partitions of the entry topic, read committed, without a consumer group: the log says where
/// to read on. Owned by the sealer's thread. A [WakeupException] passes through: somebody wants the
/// ledger to stop.
final class EntryReader implements AutoCloseable {
    static final Duration CLOSE_WITHIN = Duration.ofMillis(500);
    private static final Duration FAULTS_POLL = Duration.ofMillis(100);

    /// Half a minute without a record, and the broker is at fault.
    private static final int MAX_SILENT_POLLS = 300;

    private final Consumer<byte[], byte[]> consumer;
    private final LeafReader leaves;
    private final List<TopicPartition> partitions;
    private final TreeHasher hasher = new TreeHasher();

    EntryReader(Consumer<byte[], byte[]> consumer, SchemaResolver schemas, int partitions) {
        this.consumer = consumer;
        this.leaves = new LeafReader(schemas);
        this.partitions =
                IntStream.range(0, partitions)
                        .mapToObj(p -> new TopicPartition(Topics.AUDIT_ENTRY, p))
                        .toList();
    }

    /// Goes to where the heads say, or refuses where the topic no longer has what they were read
    /// from.
    void seek(ChainHeads heads) throws LedgerIncident {
        try {
            int there = consumer.partitionsFor(Topics.AUDIT_ENTRY).size();
            if (there == 0) {
                // Somebody may be about to make it; a log never covers none.
                throw new LedgerIncident(
                        IncidentCode.KAFKA_FAILED, "there is no " + Topics.AUDIT_ENTRY);
            }
            if (there != partitions.size()) {
                throw new LedgerIncident(
                        IncidentCode.ENTRY_PARTITIONS_CHANGED,
                        Topics.AUDIT_ENTRY
                                + " has "
                                + there
                                + " partitions, the configuration "
                                + partitions.size());
            }
            consumer.assign(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                seek(partition, offset(beginnings, partition), offset(ends, partition), heads);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            throw new LedgerIncident(IncidentCode.KAFKA_FAILED, Topics.AUDIT_ENTRY, e);
        }
    }

    private void seek(TopicPartition partition, long beginning, long end, ChainHeads heads)
            throws LedgerIncident {
        int p = partition.partition();
        long next = heads.entryOffset(p);
        if (end < next) {
            throw new LedgerIncident(
                    IncidentCode.ENTRY_TOPIC_TRUNCATED,
                    partition + " ends at " + end + ", sealed up to " + next);
        }
        if (beginning > next) {
            throw new LedgerIncident(
                    IncidentCode.ENTRIES_LOST_UNSEALED,
                    partition + " begins at " + beginning + ", sealed up to " + next);
        }
        if (beginning > heads.readFrom(p)) {
            heads.headIsGone(p);
            consumer.seek(partition, next);
        } else {
            consumer.seek(partition, heads.readFrom(p));
        }
    }

    /// Reads all partitions to their present ends, by themselves: one that contradicts its head
    /// keeps none of the others from being looked at.
    ///
    /// @param heads as sealed; worthless afterwards
    /// @param others takes what stands in a partition after its first fault and is an entry
    /// @return the first fault of each partition that has one
    Map<Integer, LedgerIncident> faults(
            ChainHeads heads, java.util.function.Consumer<ReadEntry> others) throws LedgerIncident {
        Map<Integer, LedgerIncident> faults = new TreeMap<>();
        try {
            consumer.assign(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                try {
                    seek(partition, offset(beginnings, partition), offset(ends, partition), heads);
                } catch (LedgerIncident e) {
                    faults.put(partition.partition(), e);
                    consumer.seek(partition, offset(beginnings, partition));
                }
            }
            int silent = 0;
            while (partitions.stream().anyMatch(p -> consumer.position(p) < offset(ends, p))) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(FAULTS_POLL);
                silent = records.isEmpty() ? silent + 1 : 0;
                if (silent > MAX_SILENT_POLLS) {
                    throw new LedgerIncident(
                            IncidentCode.KAFKA_FAILED, Topics.AUDIT_ENTRY + " cannot be read");
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    look(record, heads, faults, others, beginnings);
                }
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            throw new LedgerIncident(IncidentCode.KAFKA_FAILED, Topics.AUDIT_ENTRY, e);
        }
        return faults;
    }

    private void look(
            ConsumerRecord<byte[], byte[]> record,
            ChainHeads heads,
            Map<Integer, LedgerIncident> faults,
            java.util.function.Consumer<ReadEntry> others,
            Map<TopicPartition, Long> beginnings)
            throws LedgerIncident {
        int partition = record.partition();
        boolean faulty = faults.containsKey(partition);
        try {
            ReadEntry entry = entry(record);
            if (faulty) {
                others.accept(entry);
            } else {
                heads.accept(partition, record.offset(), entry.leaf());
            }
        } catch (LedgerIncident e) {
            if (e.code().response() == IncidentCode.Response.RELOAD) {
                throw e;
            }
            faults.putIfAbsent(partition, e);
            if (!faulty && e.code() == IncidentCode.ENTRY_HEAD_MISSING) {
                // It is another topic of the same name: its offsets mean nothing.
                TopicPartition whole = new TopicPartition(record.topic(), partition);
                consumer.seek(whole, offset(beginnings, whole));
            }
        }
    }

    /// The next committed entries, of any partitions, in the order of each.
    List<ReadEntry> poll(Duration timeout) throws LedgerIncident {
        List<ReadEntry> entries = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
                entries.add(entry(record));
            }
        } catch (WakeupException e) {
            throw e;
        } catch (InvalidOffsetException e) {
            throw new LedgerIncident(IncidentCode.ENTRIES_LOST_UNSEALED, e.partitions().toString());
        } catch (KafkaException e) {
            throw new LedgerIncident(IncidentCode.KAFKA_FAILED, Topics.AUDIT_ENTRY, e);
        }
        return entries;
    }

    /// Entries that are committed and not read yet, as far as the consumer knows without asking.
    long lag() {
        long lag = 0;
        for (TopicPartition partition : partitions) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        return lag;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
    }

    private ReadEntry entry(ConsumerRecord<byte[], byte[]> record) throws LedgerIncident {
        String where =
                record.topic() + " partition " + record.partition() + " offset " + record.offset();
        byte[] value = record.value();
        if (value == null) {
            throw new LedgerIncident(IncidentCode.ENTRY_MALFORMED, where + ", no value");
        }
        try {
            Header header = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_HEADER);
            LeafReader.Read leaf = leaves.read(value, header == null ? null : header.value());
            return new ReadEntry(
                    record.partition(),
                    record.offset(),
                    leaf.writer(),
                    new Leaf(leaf.bytes(), hasher));
        } catch (RegistryException e) {
            // It says nothing about the entry, which is read again.
            throw new LedgerIncident(IncidentCode.SCHEMA_REGISTRY_FAILED, e.code().name(), e);
        } catch (UndecodableRecordException | IllegalArgumentException e) {
            throw new LedgerIncident(IncidentCode.ENTRY_MALFORMED, where, e);
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        return offset == null ? 0 : offset;
    }
}
