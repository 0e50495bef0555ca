package io.countersign.app.recovery;

import io.countersign.app.role.Deployment;
import io.countersign.audit.merkle.Sha256;
import io.countersign.intake.RawRecords;
import io.countersign.ledger.DamagedChain;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.Topics;
import io.countersign.topology.AuditTopology;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The consumer groups and changelogs that two stopped topologies left on the broker.
///
/// State is changed by what a topology restores from: a changelog, and the offsets of its group.
/// Its state directories are not touched; they follow the changelog at the next start.
final class StoppedTopologies {
    private static final Duration POLL = Duration.ofMillis(200);

    /// Half a minute without a record, and the broker is at fault.
    private static final int MAX_SILENT_POLLS = 150;

    private final Deployment deployment;
    private final Admin admin;
    private final String audit;
    private final String alert;

    StoppedTopologies(Deployment deployment, Admin admin) {
        this.deployment = deployment;
        this.admin = admin;
        this.audit = deployment.configuration().audit().applicationId();
        this.alert = deployment.configuration().alert().applicationId();
    }

    /// @throws RecoveryRefusedException where one of them runs, or may: a member counts until its
    ///   session ends
    void requireStopped() {
        for (String group : List.of(audit, alert)) {
            if (!isStopped(group)) {
                throw new RecoveryRefusedException(
                        "The topology of group "
                                + group
                                + " runs, or stopped without leaving: stop it, and try again once its session has ended (a minute at most)");
            }
        }
    }

    private boolean isStopped(String group) {
        try {
            ConsumerGroupDescription found =
                    admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .values()
                            .iterator()
                            .next()
                            .get();
            return found.groupState() == GroupState.EMPTY || found.groupState() == GroupState.DEAD;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return true;
            }
            throw new KafkaException("the group " + group + " can't be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /// The state of a partition's chain, as the audit topology restores it.
    Optional<byte[]> chainState(int partition) {
        List<byte[]> last = new ArrayList<>();
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
        readChangelog(
                AuditTopology.CHAIN_STATE,
                partition,
                record -> {
                    if (ByteBuffer.wrap(record.key()).equals(ByteBuffer.wrap(key))) {
                        last.clear();
                        if (record.value() != null) {
                            last.add(record.value());
                        }
                    }
                });
        return last.stream().findFirst();
    }

    /// Makes the audit topology read a chain's inputs from where they are handed over, and take
    /// what it reads there for new: its memory of source sequence numbers in the partition is
    /// deleted. The alert topology goes on behind what the entry topic holds now, unless it still
    /// has sealed entries to read.
    ///
    /// Before a `close` is written all of this is harmless: the old chain knows what it has read.
    void rewind(DamagedChain chain, Producer<byte[], byte[]> producer) {
        forgetSources(chain.partition(), producer);
        Map<TopicPartition, OffsetAndMetadata> from = new HashMap<>();
        for (InputStart input : chain.handedOver()) {
            TopicPartition place = new TopicPartition(input.getTopic(), input.getPartition());
            long start = offset(place, OffsetSpec.earliest());
            from.put(place, new OffsetAndMetadata(Math.max(start, input.getOffset())));
        }
        alter(audit, from);
        TopicPartition entries = new TopicPartition(Topics.AUDIT_ENTRY, chain.partition());
        long end = offset(entries, OffsetSpec.latest());
        Optional<Long> read = committed(alert, entries);
        if (read.isPresent() && (read.get() >= chain.sealedTo() || read.get() > end)) {
            alter(alert, Map.of(entries, new OffsetAndMetadata(end)));
        }
    }

    /// The changelogs of the audit topology's stores that are there: it has one partition for each
    /// chain.
    List<String> changelogsOfAudit() {
        try {
            Set<String> present = admin.listTopics().names().get();
            return List.of(
                            changelog(AuditTopology.SOURCE_SEQ),
                            changelog(AuditTopology.CHAIN_STATE))
                    .stream()
                    .filter(present::contains)
                    .toList();
        } catch (ExecutionException e) {
            throw new KafkaException("topics can't be listed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /// Takes what the audit topology remembers of each source's numbers along to the partition to
    /// which the source is pinned once there are more of them; what it sends again there is known
    /// then. Sources that others pin in another way are left where they are.
    void moveSources(int from, int to, Producer<byte[], byte[]> producer) {
        String topic = changelog(AuditTopology.SOURCE_SEQ);
        List<Future<RecordMetadata>> copies = new ArrayList<>();
        for (int p = 0; p < from; p++) {
            int partition = p;
            readChangelog(
                    AuditTopology.SOURCE_SEQ,
                    partition,
                    record -> {
                        String source = new String(record.key(), StandardCharsets.UTF_8);
                        int next = RawRecords.partitionOf(source, to);
                        if (RawRecords.partitionOf(source, from) == partition
                                && next != partition) {
                            copies.add(
                                    producer.send(
                                            new ProducerRecord<>(
                                                    topic, next, record.key(), record.value())));
                        }
                    });
        }
        awaitAll(copies, topic);
    }

    private void forgetSources(int partition, Producer<byte[], byte[]> producer) {
        // Keys may be many; of each its digest is kept while the changelog is read.
        Set<Sha256> seen = new HashSet<>();
        String topic = changelog(AuditTopology.SOURCE_SEQ);
        List<Future<RecordMetadata>> deletions = new ArrayList<>();
        readChangelog(
                AuditTopology.SOURCE_SEQ,
                partition,
                record -> {
                    if (seen.add(Sha256.of(record.key()))) {
                        deletions.add(
                                producer.send(
                                        new ProducerRecord<>(
                                                topic, partition, record.key(), null)));
                    }
                });
        // One that stays would have records that are read again pass for repeated ones.
        awaitAll(deletions, topic);
    }

    private static void awaitAll(List<Future<RecordMetadata>> written, String topic) {
        try {
            for (Future<RecordMetadata> one : written) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException(topic + " can't be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    long offset(TopicPartition partition, OffsetSpec spec) {
        try {
            return admin.listOffsets(Map.of(partition, spec))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("offsets of " + partition + " can't be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private Optional<Long> committed(String group, TopicPartition partition) {
        try {
            return Optional.ofNullable(
                            admin.listConsumerGroupOffsets(group)
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .get(partition))
                    .map(OffsetAndMetadata::offset);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw new KafkaException("offsets of " + group + " can't be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private void alter(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("offsets of " + group + " can't be set", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private String changelog(String store) {
        return audit + "-" + store + "-changelog";
    }

    /// Reads a changelog to its end; one that is not there holds nothing.
    private void readChangelog(
            String store, int partition, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        TopicPartition log = new TopicPartition(changelog(store), partition);
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader =
                deployment.committedReader()) {
            reader.assign(List.of(log));
            reader.seekToBeginning(List.of(log));
            long end = reader.endOffsets(List.of(log)).getOrDefault(log, 0L);
            int silent = 0;
            while (reader.position(log) < end) {
                List<ConsumerRecord<byte[], byte[]>> records = reader.poll(POLL).records(log);
                silent = records.isEmpty() ? silent + 1 : 0;
                if (silent > MAX_SILENT_POLLS) {
                    throw new KafkaException(log + " can't be read");
                }
                records.forEach(each);
            }
        } catch (UnknownTopicOrPartitionException _none) {
            // The topology never ran.
        }
    }
}
