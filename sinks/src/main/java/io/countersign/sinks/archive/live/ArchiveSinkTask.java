package io.countersign.sinks.archive.live;

import io.countersign.schemas.registry.RegistryException;
import io.countersign.sinks.archive.ArchiveInUseException;
import io.countersign.sinks.archive.ArchiveMovedException;
import io.countersign.sinks.archive.ArchivedTo;
import io.countersign.sinks.archive.EntryRows;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.WriterSchemas;
import io.countersign.sinks.siem.delivery.DeliveryCounts;
import io.countersign.sinks.siem.delivery.DeliveryCounts.Count;
import io.countersign.sinks.siem.delivery.RecordAt;
import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import io.countersign.sinks.siem.delivery.SinkStatus;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.delivery.Watermarks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects entries and writes them into the archive, those of a minute or a memory full at once.
///
/// What the archive has of each chain stands in its own snapshots, written with the rows: that, and
/// no offset, decides what is new. So a replay writes nothing twice, whatever was killed when, and
/// offsets are committed only behind what is in the archive. Where another writer has the archive,
/// or it cannot be written, entries wait, up to a bound, and then the partitions do.
///
/// A record that is no entry is counted and passed over: had it been one, the next number of its
/// chain would follow a hole, and nothing behind a hole is written. Entries that are missing are
/// read again ([WayBack]); where the topic has them no more, their partition waits until
/// `countersign archive rebuild` brought them from the log.
public final class ArchiveSinkTask extends SinkTask {
    private static final int THREADS = 2;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    /// How long a partition waits before it is looked whether its hole was filled.
    private static final Duration HOLE_PAUSE = Duration.ofSeconds(30);

    private static final int COMMITS_PER_TIDYING = 8;

    private final SinkTime time;
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveSinkTask.class);

    private final DeliveryCounts counts = new DeliveryCounts();
    private final Watermarks watermarks = new Watermarks();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<TopicPartition, WayBack> waysBack = new HashMap<>();

    /// Partitions that stand before a hole, and when to look again.
    private final Map<TopicPartition, Long> holes = new HashMap<>();

    private @Nullable Running running;
    private ArchivedTo known = ArchivedTo.NOTHING;
    private long dueNanos;
    private int commits;
    private boolean paused;

    /// Partitions came since the last put: whether they are paused is not known.
    private boolean reopened;

    /// Why the last commit failed, as it was logged; empty where it did not.
    private String failure = "";

    private volatile int held;
    private volatile boolean failing;

    /// What exists between start and stop.
    private record Running(
            ArchiveSinkConfig config,
            WriterSchemas schemas,
            WireDecoder decoder,
            LiveArchive archive,
            ExecutorService threads,
            ExecutorService tidying) {}

    /// As Connect makes it.
    public ArchiveSinkTask() {
        this(SinkTime.MACHINE);
    }

    ArchiveSinkTask(SinkTime time) {
        this.time = time;
    }

    @Override
    public String version() {
        return SiemSinkConnector.productVersion();
    }

    @Override
    public void start(Map<String, String> properties) {
        ReadCommitted.require(properties);
        ArchiveSinkConfig config = ArchiveSinkConfig.parse(properties);
        WriterSchemas schemas = WriterSchemas.of(properties);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, ArchiveSinkTask::thread);
        running =
                new Running(
                        config,
                        schemas,
                        new WireDecoder(schemas.resolver()),
                        new LiveArchive(config.place(), threads),
                        threads,
                        Executors.newSingleThreadExecutor(ArchiveSinkTask::thread));
        dueNanos = time.nanos() + config.commitEvery().toNanos();
        counts.register(context.pluginMetrics());
        SinkStatus.register(
                context.pluginMetrics(),
                () -> held,
                watermarks,
                SinkStatus.OVERDUE_AFTER.plus(config.commitEvery()),
                () -> failing);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "archive-writer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        watermarks.forget(partitions);
        reopened = true;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        drop(Set.copyOf(partitions));
        waysBack.keySet().removeAll(partitions);
        holes.keySet().removeAll(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Running now = running();
        decoded(now, records).forEach(this::take);
        if (isDue(now)) {
            commit(now);
        }
        lookAtHoles();
        holdBack(now);
        held = waiting.size();
        context.timeout(Math.max(1, Duration.ofNanos(dueNanos - time.nanos()).toMillis()));
    }

    private record Read(SinkRecord record, Decoded decoded) {}

    /// All of them, or none: what a registry could not say now comes again as a whole.
    private static List<Read> decoded(Running now, Collection<SinkRecord> records) {
        List<Read> read = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            try {
                read.add(new Read(record, now.decoder().decode(record.value())));
            } catch (RegistryException unanswered) {
                if (unanswered.retriable()) {
                    throw new RetriableException(unanswered.code().name());
                }
                throw new SinkFailureException(
                        SinkFailure.SCHEMA_REGISTRY_REFUSED, unanswered.code().name(), unanswered);
            }
        }
        return read;
    }

    private void take(Read read) {
        counts.add(Count.RECEIVED, 1);
        RecordAt at = RecordAt.of(read.record());
        switch (read.decoded()) {
            case Decoded.Entry entry -> {
                Long written = read.record().timestamp();
                Waiting next =
                        new Waiting(
                                at,
                                watermarks.received(at, written == null ? time.millis() : written),
                                WireRows.of(entry));
                if (next.isIn(known)) {
                    resolve(next);
                } else {
                    waiting.add(next);
                }
            }
            case Decoded.Raised _alert -> {
                counts.add(Count.SKIPPED, 1);
                watermarks.passed(at);
            }
            case Decoded.Undecodable _garbage -> {
                counts.add(Count.ERRANT, 1);
                watermarks.passed(at);
            }
        }
    }

    private void resolve(Waiting entry) {
        watermarks.resolved(entry.at(), entry.mark());
        counts.add(Count.DELIVERED, 1);
    }

    private boolean isDue(Running now) {
        return !waiting.isEmpty()
                && (time.nanos() - dueNanos >= 0
                        || (!failing && waiting.size() >= now.config().maxEntries()));
    }

    private void commit(Running now) {
        try {
            known = now.archive().add(waiting);
            failing = false;
            fails("");
            after(now.config().commitEvery());
            settle();
            if (now.config().tidies() && ++commits % COMMITS_PER_TIDYING == 0) {
                tidy(now);
            }
        } catch (ArchiveInUseException | ArchiveMovedException _byAnother) {
            failing = false;
            after(RETRY_PAUSE);
        } catch (IOException | RuntimeException notNow) {
            // A full disk, a damaged table: Iceberg has a dozen types. The entries wait, the
            // metrics say so, and what was written of them is not written again.
            failing = true;
            fails(CommitFailure.reason(notNow));
            after(RETRY_PAUSE);
        } catch (InterruptedException _stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Logs a reason once, and that it is over.
    private void fails(String reason) {
        if (reason.equals(failure)) {
            return;
        }
        failure = reason;
        if (reason.isEmpty()) {
            LOG.info("the archive takes entries again: waiting={}", waiting.size());
        } else {
            LOG.warn("entries wait for the archive: reason={} waiting={}", reason, waiting.size());
        }
    }

    private void after(Duration pause) {
        dueNanos = time.nanos() + pause.toNanos();
    }

    /// Resolves what the archive has now. What is left follows a hole in its chain: the partition
    /// is read again from before it.
    private void settle() {
        Set<TopicPartition> again = new HashSet<>();
        Set<TopicPartition> whole = new HashSet<>();
        for (Waiting entry : waiting) {
            TopicPartition partition = entry.at().partition();
            if (again.contains(partition)) {
                continue;
            }
            if (entry.isIn(known)) {
                resolve(entry);
                whole.add(partition);
            } else {
                again.add(partition);
                goBack(partition, entry);
            }
        }
        waiting.removeIf(entry -> !again.contains(entry.at().partition()) || entry.isIn(known));
        drop(again);
        whole.removeAll(again);
        waysBack.keySet().removeAll(whole);
    }

    private void goBack(TopicPartition partition, Waiting behindHole) {
        EntryRows rows = behindHole.rows();
        Optional<WayBack> step =
                WayBack.step(
                        behindHole.at(),
                        rows.seq(),
                        known.next(rows.chain()),
                        Optional.ofNullable(waysBack.get(partition)));
        if (step.isPresent()) {
            waysBack.put(partition, step.get());
            context.offset(partition, step.get().to());
            after(RETRY_PAUSE);
        } else {
            holes.put(partition, time.nanos() + HOLE_PAUSE.toNanos());
            context.offset(partition, behindHole.at().offset());
            context.pause(partition);
        }
    }

    private void drop(Set<TopicPartition> partitions) {
        int before = waiting.size();
        waiting.removeIf(entry -> partitions.contains(entry.at().partition()));
        counts.add(Count.DROPPED, before - waiting.size());
        watermarks.forget(partitions);
    }

    private void lookAtHoles() {
        long now = time.nanos();
        for (TopicPartition partition : List.copyOf(holes.keySet())) {
            if (now - holes.getOrDefault(partition, now) >= 0) {
                holes.remove(partition);
                context.resume(partition);
                after(RETRY_PAUSE);
            }
        }
    }

    /// On a thread of its own: merging takes longer than Connect would wait for a put.
    private static void tidy(Running now) {
        now.tidying()
                .execute(() -> {
                    try {
                        boolean unused = now.archive().tidy();
                    } catch (IOException | RuntimeException _anotherTime) {
                        // Small files stay small until the next time; commits say what is wrong.
                    } catch (InterruptedException _stopping) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// Pauses the partitions while memory is full, and resumes them.
    private void holdBack(Running now) {
        boolean hold = waiting.size() >= now.config().maxEntries();
        TopicPartition[] others =
                context.assignment().stream()
                        .filter(partition -> !holes.containsKey(partition))
                        .toArray(TopicPartition[]::new);
        if (hold && (!paused || reopened)) {
            context.pause(others);
        } else if (!hold && (paused || reopened)) {
            context.resume(others);
        }
        paused = hold;
        reopened = false;
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> handedOver) {
        return watermarks.committable(handedOver);
    }

    @Override
    public void stop() {
        Running now = running;
        running = null;
        if (now != null) {
            now.tidying().shutdownNow();
            now.threads().shutdownNow();
            now.schemas().close().run();
        }
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("the task is not started");
        }
        return now;
    }
}
