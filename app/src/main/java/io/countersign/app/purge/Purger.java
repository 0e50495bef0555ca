package io.countersign.app.purge;

import io.countersign.audit.verify.EntryReader;
import io.countersign.schemas.ChainHead;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.SchemaResolver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Deletes raw records. One pass, from top to bottom:
///
/// 1. The last seal of the signed log that is old enough says how far each input is accounted for.
/// 2. The evidence of every entry up to that seal is read back.
/// 3. Nothing goes that the audit topology, or a group of the site's own, has not committed.
/// 4. The rest below goes.
///
/// A pass that was cut off anywhere is made again: what it deleted is deleted, and what it read
/// back is read back again from the last position that it kept. Two purgers at once do no harm.
/// Belongs to one thread.
public final class Purger implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Admin admin;
    private final LogOpener log;
    private final EvidenceReader evidence;
    private final List<String> readers;
    private final String group;
    private final Duration after;

    /// Opens the log at its present checkpoint, which trusted keys have signed.
    @FunctionalInterface
    public interface LogOpener {
        EntryReader open() throws IOException;
    }

    /// @param reader of committed records that remembers nothing
    /// @param readers groups that read the raw topics, the audit topology's first
    /// @param group keeps the purger's own positions
    /// @param after so long after a seal
    public Purger(
            Admin admin,
            LogOpener log,
            Supplier<Consumer<byte[], byte[]>> reader,
            SchemaResolver schemas,
            List<String> readers,
            String group,
            Duration after) {
        if (readers.isEmpty() || after.isNegative()) {
            throw new IllegalArgumentException("who reads, and a time that is not negative");
        }
        this.admin = admin;
        this.log = log;
        this.evidence = new EvidenceReader(reader, schemas);
        this.readers = List.copyOf(readers);
        this.group = group;
        this.after = after;
    }

    /// One pass.
    ///
    /// @throws IOException where the log cannot be read or is not to be trusted; nothing went
    /// @throws ExecutionException where the brokers refuse
    public PurgeReport pass(Instant now)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> starts = offsets(OffsetSpec.earliest());
        Optional<SealedInputs> due = SealedInputs.due(log.open(), after, now);
        Map<Integer, PurgeReport.Blocked> blocked = new TreeMap<>();
        Map<TopicPartition, Long> purged = new HashMap<>();
        Set<String> waiting = new TreeSet<>();
        if (due.isPresent()) {
            Set<Integer> durable = readBack(due.get(), blocked);
            CommittedTo committed = CommittedTo.read(admin, readers, LIMIT_SECONDS);
            Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
            due.get()
                    .accountedTo()
                    .forEach((input, accountedTo) -> {
                        long start = starts.getOrDefault(input, Long.MAX_VALUE);
                        if (accountedTo <= start || !durable.contains(input.partition())) {
                            return;
                        }
                        long read = committed.offsets().getOrDefault(input, start);
                        if (read < accountedTo) {
                            waiting.add(input.toString());
                        }
                        long to = Math.min(accountedTo, read);
                        if (to > start) {
                            deletions.put(input, RecordsToDelete.beforeOffset(to));
                            purged.put(input, to - start);
                        }
                    });
            if (!deletions.isEmpty()) {
                // The point of no return: from here on a raw record lives in the evidence alone.
                admin.deleteRecords(deletions).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        }
        return new PurgeReport(purged, held(), blocked, waiting);
    }

    /// Partitions whose evidence is there up to the seal.
    private Set<Integer> readBack(SealedInputs due, Map<Integer, PurgeReport.Blocked> blocked)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> kept =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        Set<Integer> durable = new TreeSet<>();
        for (Map.Entry<Integer, ChainHead> one : due.heads().entrySet()) {
            int partition = one.getKey();
            ReadBackPosition from = position(kept, partition);
            ReadBack read = evidence.advance(partition, from, one.getValue());
            keep(partition, read.position());
            switch (read.state()) {
                case DURABLE -> durable.add(partition);
                case EVIDENCE_MISSING ->
                        blocked.put(partition, PurgeReport.Blocked.EVIDENCE_MISSING);
                case HEAD_NOT_FOUND -> blocked.put(partition, PurgeReport.Blocked.HEAD_NOT_FOUND);
            }
        }
        return durable;
    }

    private static ReadBackPosition position(
            Map<TopicPartition, OffsetAndMetadata> kept, int partition) {
        OffsetAndMetadata entry = kept.get(new TopicPartition(Topics.AUDIT_ENTRY, partition));
        OffsetAndMetadata envelope = kept.get(new TopicPartition(Topics.EVIDENCE, partition));
        if (entry == null || envelope == null) {
            return ReadBackPosition.START;
        }
        Optional<ReadBackPosition.Link> last = ReadBackPosition.Link.parse(entry.metadata());
        return last.isEmpty()
                ? ReadBackPosition.START
                : new ReadBackPosition(entry.offset(), envelope.offset(), last);
    }

    /// Also where nothing changed: brokers forget what a group without members committed after
    /// seven days.
    private void keep(int partition, ReadBackPosition position)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (position.last().isEmpty()) {
            return;
        }
        admin.alterConsumerGroupOffsets(
                        group,
                        Map.of(
                                new TopicPartition(Topics.AUDIT_ENTRY, partition),
                                new OffsetAndMetadata(
                                        position.entryOffset(), position.last().get().note()),
                                new TopicPartition(Topics.EVIDENCE, partition),
                                new OffsetAndMetadata(position.evidenceOffset())))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private long held() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> starts = offsets(OffsetSpec.earliest());
        long held = 0;
        for (Map.Entry<TopicPartition, Long> end : offsets(OffsetSpec.latest()).entrySet()) {
            held += Math.max(0, end.getValue() - starts.getOrDefault(end.getKey(), 0L));
        }
        return held;
    }

    private Map<TopicPartition, Long> offsets(OffsetSpec spec)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(SealedInputs.RAW)
                .allTopicNames()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .forEach((topic, described) ->
                        described
                                .partitions()
                                .forEach(partition ->
                                        asked.put(
                                                new TopicPartition(topic, partition.partition()),
                                                spec)));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one :
                admin.listOffsets(asked).all().get(LIMIT_SECONDS, TimeUnit.SECONDS).entrySet()) {
            offsets.put(one.getKey(), one.getValue().offset());
        }
        return offsets;
    }

    @Override
    public void close() {
        evidence.close();
    }
}
