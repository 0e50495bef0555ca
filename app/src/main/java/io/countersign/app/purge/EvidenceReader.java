package io.countersign.app.purge;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.evidence.EntryEvidence;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Reads evidence back before the raw records that it was made of go: follows the chain of a
/// partition from entry to entry up to a head that the log has sealed, and looks for the envelope
/// of each entry that refers to one.
///
/// Both topics are written in one transaction and in one order, so that two readers side by side
/// meet each pair in constant memory. What the topics hold beside the sealed chain (the tail of one
/// that was recovered, its envelopes) is passed over.
///
/// An acknowledged record is with all replicas; that it is read again so much later shows that no
/// crash in between took it. Belongs to one thread.
final class EvidenceReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    /// Polls without a record before the end that brokers named: they do not answer.
    private static final int MAX_EMPTY_POLLS = 60;

    private final Consumer<byte[], byte[]> entries;
    private final Consumer<byte[], byte[]> envelopes;
    private final SchemaResolver schemas;

    /// @param reader of committed records, by `Deployment`
    EvidenceReader(Supplier<Consumer<byte[], byte[]>> reader, SchemaResolver schemas) {
        this.entries = reader.get();
        this.envelopes = reader.get();
        this.schemas = schemas;
    }

    /// Goes on from a position to a sealed head.
    ReadBack advance(int partition, ReadBackPosition from, ChainHead head) {
        if (from.last().filter(last -> isAtOrBehind(last, head)).isPresent()) {
            return new ReadBack(from, ReadBack.State.DURABLE);
        }
        try {
            return walk(partition, from, head);
        } catch (OffsetOutOfRangeException _replaced) {
            // Retention cut the topics, or they are new ones.
            return walk(partition, ReadBackPosition.START, head);
        }
    }

    private ReadBack walk(int partition, ReadBackPosition from, ChainHead head) {
        Reading chain =
                new Reading(
                        entries,
                        new TopicPartition(Topics.AUDIT_ENTRY, partition),
                        from.entryOffset());
        Envelopes evidence =
                new Envelopes(
                        new Reading(
                                envelopes,
                                new TopicPartition(Topics.EVIDENCE, partition),
                                from.evidenceOffset()));
        LeafReader leaves = new LeafReader(schemas);
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, schemas);
        ReadBackPosition position = from;
        while (true) {
            Optional<ConsumerRecord<byte[], byte[]>> next = chain.next();
            if (next.isEmpty()) {
                return new ReadBack(position, ReadBack.State.HEAD_NOT_FOUND);
            }
            ConsumerRecord<byte[], byte[]> record = next.get();
            Optional<Followed> followed = followed(leaves, record.value(), position.last());
            if (followed.isEmpty()) {
                continue;
            }
            ReadBackPosition.Link link = followed.get().link();
            if (EntryEvidence.mayHave(followed.get().kind())) {
                Optional<EvidenceRef> ref = EntryEvidence.of(decoder.framed(record.value()));
                if (ref.isPresent() && !evidence.has(link.chain(), link.seq(), ref.get())) {
                    return new ReadBack(position, ReadBack.State.EVIDENCE_MISSING);
                }
            }
            position =
                    new ReadBackPosition(
                            record.offset() + 1, evidence.position(), Optional.of(link));
            if (isAtOrBehind(link, head)) {
                boolean sealed = link.is(head.getChain(), head.getSeq(), head.getLeafHash());
                return sealed
                        ? new ReadBack(position, ReadBack.State.DURABLE)
                        : new ReadBack(from, ReadBack.State.HEAD_NOT_FOUND);
            }
        }
    }

    private record Followed(ReadBackPosition.Link link, EntryKind kind) {}

    /// The record as the next entry of the chain; empty where it is not.
    private static Optional<Followed> followed(
            LeafReader leaves, byte[] value, Optional<ReadBackPosition.Link> last) {
        try {
            LeafReader.Read leaf = leaves.read(value);
            if (EntryCodec.fingerprint(leaf.bytes()) != EntryCodec.FINGERPRINT) {
                return followedOfAnotherRelease(leaf.bytes(), last);
            }
            EntryHead head = EntryHead.of(leaf.bytes());
            return follows(last, head.chain(), head.seq(), head.prev(), head.kind())
                    ? Optional.of(
                            new Followed(
                                    new ReadBackPosition.Link(
                                            head.chain(), head.seq(), LeafHash.of(leaf.bytes())),
                                    head.kind()))
                    : Optional.empty();
        } catch (UndecodableRecordException | MalformedEntryException _noEntry) {
            return Optional.empty();
        }
    }

    private static Optional<Followed> followedOfAnotherRelease(
            byte[] leaf, Optional<ReadBackPosition.Link> last) {
        AuditEntry entry = new EntryCodec().entry(leaf);
        return follows(last, entry.getChain(), entry.getSeq(), entry.getPrev(), entry.getKind())
                ? Optional.of(
                        new Followed(
                                new ReadBackPosition.Link(
                                        entry.getChain(), entry.getSeq(), LeafHash.of(leaf)),
                                entry.getKind()))
                : Optional.empty();
    }

    private static boolean follows(
            Optional<ReadBackPosition.Link> last,
            String chain,
            long seq,
            Hash prev,
            EntryKind kind) {
        if (last.isEmpty()) {
            return true;
        }
        if (last.get().chain().equals(chain)) {
            return seq == last.get().seq() + 1
                    && Arrays.equals(prev.bytes(), last.get().leafHash().bytes());
        }
        return seq == 0
                && kind == EntryKind.GENESIS
                && generation(chain) == generation(last.get().chain()) + 1;
    }

    private static boolean isAtOrBehind(ReadBackPosition.Link link, ChainHead head) {
        int generations = Integer.compare(generation(link.chain()), generation(head.getChain()));
        return generations > 0 || (generations == 0 && link.seq() >= head.getSeq());
    }

    private static int generation(String chain) {
        return ChainId.parse(chain).generation();
    }

    @Override
    public void close() {
        entries.close();
        envelopes.close();
    }

    /// The envelopes of a partition, passed once.
    private final class Envelopes {
        private final Reading reading;
        private final AvroDecoder<EvidenceEnvelope> decoder =
                new AvroDecoder<>(EvidenceEnvelope.class, schemas);

        Envelopes(Reading reading) {
            this.reading = reading;
        }

        /// Reads on to the envelope of an entry; a forged one in its place is passed over.
        boolean has(String chain, long seq, EvidenceRef ref) {
            Optional<ConsumerRecord<byte[], byte[]>> next = reading.next();
            while (next.isPresent()) {
                try {
                    EvidenceEnvelope envelope = decoder.framed(next.get().value());
                    if (envelope.getChain().equals(chain)
                            && envelope.getSeq() == seq
                            && Sha256.of(bytes(envelope)).matches(ref.getCiphertext().bytes(), 0)) {
                        return true;
                    }
                } catch (UndecodableRecordException _noEnvelope) {
                    // Not the one that is looked for.
                }
                next = reading.next();
            }
            return false;
        }

        private static byte[] bytes(EvidenceEnvelope envelope) {
            byte[] bytes = new byte[envelope.getCiphertext().remaining()];
            envelope.getCiphertext().duplicate().get(bytes);
            return bytes;
        }

        long position() {
            return reading.position();
        }
    }

    /// One partition, record by record, up to the end that it had at the beginning.
    private static final class Reading {
        private final Consumer<byte[], byte[]> consumer;
        private final TopicPartition partition;
        private final long end;
        private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
        private long position;

        Reading(Consumer<byte[], byte[]> consumer, TopicPartition partition, long from) {
            this.consumer = consumer;
            this.partition = partition;
            consumer.assign(List.of(partition));
            this.end =
                    Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            long start =
                    Objects.requireNonNull(
                            consumer.beginningOffsets(List.of(partition)).get(partition));
            this.position = from == 0 ? start : from;
            if (position < start || position > end) {
                throw new OffsetOutOfRangeException(Map.of(partition, position));
            }
            consumer.seek(partition, position);
        }

        long position() {
            return position;
        }

        Optional<ConsumerRecord<byte[], byte[]>> next() {
            int empty = 0;
            while (fetched.isEmpty() && consumer.position(partition) < end) {
                consumer.poll(POLL).records(partition).forEach(fetched::add);
                if (fetched.isEmpty() && ++empty == MAX_EMPTY_POLLS) {
                    throw new TimeoutException("the brokers give no records");
                }
            }
            ConsumerRecord<byte[], byte[]> record = fetched.poll();
            if (record != null) {
                position = record.offset() + 1;
            }
            return Optional.ofNullable(record);
        }
    }
}
