package io.countersign.ledger;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.TallyEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// An entry topic in memory, with Kafka's own mock consumer in front, and a task that writes
/// well-formed chains to it.
final class EntryTopic {
    private final EntryCodec codec = new EntryCodec();
    private final List<List<Stored>> partitions = new ArrayList<>();
    private final Map<Integer, Head> heads = new HashMap<>();

    /// The next input offset of each partition, and up to where tallies account for them.
    private final Map<Integer, Long> inputs = new HashMap<>();

    private final Map<Integer, Long> accounted = new HashMap<>();
    private Delivery latest = new Delivery();

    /// A consumer that has what is stored once it was delivered, and gets it again where it seeks
    /// back.
    private final class Delivery extends MockConsumer<byte[], byte[]> {
        private boolean delivered;

        Delivery() {
            super("none");
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            if (delivered) {
                deliver(partition.partition(), offset);
            }
        }

        void deliver() {
            delivered = true;
            for (int p = 0; p < partitions.size(); p++) {
                deliver(p, position(partition(p)));
            }
        }

        private void deliver(int p, long from) {
            for (Stored stored : partitions.get(p)) {
                if (stored.offset() >= from) {
                    addRecord(
                            new ConsumerRecord<>(
                                    Topics.AUDIT_ENTRY, p, stored.offset(), null, stored.value()));
                }
            }
        }
    }

    /// An offset and the value there; transaction markers are offsets without a value.
    private static final class Stored {
        private final long offset;
        private final byte[] value;

        Stored(long offset, byte[] value) {
            this.offset = offset;
            this.value = value;
        }

        long offset() {
            return offset;
        }

        byte[] value() {
            return value;
        }
    }

    /// The head of the chain of a partition.
    record Head(long seq, Hash hash, int generation) {}

    EntryTopic(int count) {
        for (int p = 0; p < count; p++) {
            partitions.add(new ArrayList<>());
        }
    }

    /// A fresh consumer of all that is stored, as after a restart.
    MockConsumer<byte[], byte[]> consumer() {
        return fresh();
    }

    private synchronized Delivery fresh() {
        Delivery consumer = new Delivery();
        latest = consumer;
        List<PartitionInfo> infos =
                IntStream.range(0, partitions.size())
                        .mapToObj(p ->
                                new PartitionInfo(
                                        Topics.AUDIT_ENTRY,
                                        p,
                                        Node.noNode(),
                                        new Node[0],
                                        new Node[0]))
                        .toList();
        consumer.updatePartitions(Topics.AUDIT_ENTRY, infos);
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int p = 0; p < partitions.size(); p++) {
            List<Stored> stored = partitions.get(p);
            beginnings.put(partition(p), stored.isEmpty() ? 0 : stored.getFirst().offset());
            ends.put(partition(p), end(p));
        }
        consumer.updateBeginningOffsets(beginnings);
        consumer.updateEndOffsets(ends);
        return consumer;
    }

    /// Hands what is stored to the consumer that was given out last; called once it is assigned.
    void deliver() {
        latest.deliver();
    }

    /// Delivers as soon as the sealer polls for the first time, which is when it has sought its
    /// place.
    MockConsumer<byte[], byte[]> delivering() {
        Delivery fresh = fresh();
        fresh.schedulePollTask(fresh::deliver);
        return fresh;
    }

    /// Writes the next `count` entries of a chain, a genesis first and now and then a tally.
    void write(int partition, int count) {
        for (int i = 0; i < count; i++) {
            Head head = heads.get(partition);
            append(
                    partition,
                    entry(
                            partition,
                            head == null ? 0 : head.seq() + 1,
                            head == null ? LeafHash.zeros() : head.hash(),
                            1));
        }
    }

    /// Ends the chain of a partition, where its tallies do.
    ///
    /// @return what the next generation names
    io.countersign.schemas.EntryRef close(int partition) {
        Head head = head(partition);
        append(
                partition,
                builder(EntryKind.CLOSE, partition, head.seq() + 1, head.hash(), head.generation())
                        .setClose(
                                new io.countersign.schemas.CloseEntry(
                                        "DAMAGED",
                                        "",
                                        genesis(partition, 1, List.of()).getInputs()))
                        .build());
        return new io.countersign.schemas.EntryRef(
                Topics.AUDIT_ENTRY + "/" + partition + "@" + head.generation(),
                head.seq() + 1,
                head(partition).hash());
    }

    /// Goes on with the input as a `close` handed it over.
    void takeUpAt(int partition, long offset) {
        inputs.put(partition, offset);
        accounted.put(partition, offset);
    }

    /// The next generation, whose genesis names the given head of the one before.
    void writeNextGeneration(int partition, io.countersign.schemas.EntryRef previous) {
        int generation = head(partition).generation() + 1;
        GenesisEntry genesis = genesis(partition, generation, List.of(previous));
        append(
                partition,
                builder(EntryKind.GENESIS, partition, 0, LeafHash.zeros(), generation)
                        .setGenesis(genesis)
                        .build());
    }

    /// Writes whatever it is told to, and moves the head.
    void append(int partition, AuditEntry entry) {
        byte[] body = codec.body(entry);
        appendValue(partition, WireFormat.frame(BundledSchemas.get().id(AuditEntry.class), body));
        int generation =
                Integer.parseInt(entry.getChain().substring(entry.getChain().indexOf('@') + 1));
        heads.put(
                partition,
                new Head(entry.getSeq(), LeafHash.of(EntryCodec.FINGERPRINT, body), generation));
    }

    void appendValue(int partition, byte[] value) {
        List<Stored> stored = partitions.get(partition);
        // Every few records a transaction marker takes an offset.
        long offset = end(partition) + (stored.size() % 5 == 4 ? 1 : 0);
        stored.add(new Stored(offset, value));
    }

    AuditEntry entry(int partition, long seq, Hash prev, int generation) {
        if (seq == 0) {
            return builder(EntryKind.GENESIS, partition, seq, prev, generation)
                    .setGenesis(genesis(partition, generation, List.of()))
                    .build();
        }
        long next = inputs.getOrDefault(partition, 0L);
        if (seq % 4 == 0) {
            long from = accounted.getOrDefault(partition, 0L);
            accounted.put(partition, next);
            InputTally tally =
                    new InputTally(
                            Topics.PROXY_RAW,
                            partition,
                            from,
                            next,
                            List.of(new OutcomeCount(Outcome.LOST, next - from)),
                            List.of());
            return builder(EntryKind.TALLY, partition, seq, prev, generation)
                    .setTally(new TallyEntry(List.of(tally)))
                    .build();
        }
        inputs.put(partition, next + 1);
        return builder(EntryKind.GAP, partition, seq, prev, generation)
                .setGap(new GapEntry(Topics.PROXY_RAW, partition, next, next + 1))
                .build();
    }

    Head head(int partition) {
        Head head = heads.get(partition);
        if (head == null) {
            throw new IllegalStateException("nothing written");
        }
        return head;
    }

    /// Drops the last records of a partition, as an unclean leader election does.
    void truncate(int partition, int count) {
        List<Stored> stored = partitions.get(partition);
        stored.subList(stored.size() - count, stored.size()).clear();
    }

    /// Drops the first records, as retention does.
    void expire(int partition, int count) {
        partitions.get(partition).subList(0, count).clear();
    }

    /// The leaf hashes of all records, by partition.
    List<List<Hash>> leafHashes() {
        return partitions.stream()
                .map(stored ->
                        stored.stream()
                                .map(s -> LeafHash.of(EntryCodec.FINGERPRINT, body(s.value())))
                                .toList())
                .toList();
    }

    long end(int partition) {
        List<Stored> stored = partitions.get(partition);
        return stored.isEmpty() ? 0 : stored.getLast().offset() + 1;
    }

    private static byte[] body(byte[] value) {
        byte[] body = new byte[value.length - 5];
        ByteBuffer.wrap(value, 5, body.length).get(body);
        return body;
    }

    private GenesisEntry genesis(
            int partition, int generation, List<io.countersign.schemas.EntryRef> previous) {
        return new GenesisEntry(
                Topics.AUDIT_ENTRY,
                3,
                generation,
                "test-1",
                new Hash(new byte[32]),
                List.of(
                        new InputStart(
                                Topics.PROXY_RAW,
                                partition,
                                accounted.getOrDefault(partition, 0L))),
                previous);
    }

    private static AuditEntry.Builder builder(
            EntryKind kind, int partition, long seq, Hash prev, int generation) {
        return AuditEntry.newBuilder()
                .setKind(kind)
                .setChain(Topics.AUDIT_ENTRY + "/" + partition + "@" + generation)
                .setSeq(seq)
                .setPrev(prev)
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(1_790_000_000_000L + seq);
    }

    private static TopicPartition partition(int p) {
        return new TopicPartition(Topics.AUDIT_ENTRY, p);
    }
}
