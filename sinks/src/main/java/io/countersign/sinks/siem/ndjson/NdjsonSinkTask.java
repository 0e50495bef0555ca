package io.countersign.sinks.siem.ndjson;

import io.countersign.schemas.registry.RegistryException;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.DeliveryCounts;
import io.countersign.sinks.siem.ErrantRecords;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.Watermarks;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.WriterSchemas;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/// Decodes, encodes and appends each record, and lets its offset be committed only after its line
/// is on the disk.
///
/// After a crash the records since the last commit come again and their lines are appended again,
/// with the same `metadata.uid`.
public final class NdjsonSinkTask extends SinkTask {
    /// A batch of this size is appended before more records are encoded.
    private static final int BATCH_BYTES = 1024 * 1024;

    /// Between two tries at a registry that does not answer; records wait as long as it takes.
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(5);

    private final Watermarks watermarks = new Watermarks();
    private final DeliveryCounts counts = new DeliveryCounts();
    private final NdjsonBatch batch = new NdjsonBatch();

    /// Records of the batch in their order, errant and skipped ones included, and how many lines
    /// lay before each ended.
    private final List<SinkRecord> pending = new ArrayList<>();

    private final List<Integer> linesAfter = new ArrayList<>();

    private @Nullable Running running;
    private int failures;
    private long failingSinceNanos;

    /// What exists between start and stop.
    private record Running(
            NdjsonConfig config,
            WriterSchemas schemas,
            WireDecoder decoder,
            OcsfEncoder encoder,
            ErrantRecords errants,
            RetryPolicy retry,
            NdjsonFiles files) {}

    @Override
    public String version() {
        return NdjsonSinkConnector.productVersion();
    }

    @Override
    public void start(Map<String, String> properties) {
        ReadCommitted.require(properties);
        NdjsonConfig config = NdjsonConfig.parse(properties, version());
        WriterSchemas schemas = WriterSchemas.of(properties);
        int task = Integer.parseInt(properties.getOrDefault(NdjsonSinkConnector.TASK_NUMBER, "0"));
        running =
                new Running(
                        config,
                        schemas,
                        new WireDecoder(schemas.resolver()),
                        new OcsfEncoder(config.ocsf()),
                        new ErrantRecords(context.errantRecordReporter()),
                        new RetryPolicy(config.retryLimit()),
                        openFiles(config, task));
        counts.register(context.pluginMetrics());
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        watermarks.forget(partitions);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        watermarks.forget(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Running now = running();
        try {
            for (SinkRecord record : records) {
                if (watermarks.alreadyResolved(partition(record), record.originalKafkaOffset())) {
                    continue;
                }
                encode(now, record);
                if (batch.size() >= BATCH_BYTES) {
                    append(now);
                }
            }
        } catch (RegistryException unanswered) {
            waitForRegistry(now, unanswered);
        }
        append(now);
        watermarks.batchDone();
    }

    /// What was encoded before the record that must wait is delivered; the record and what follows
    /// it come again.
    private void waitForRegistry(Running now, RegistryException unanswered) {
        append(now);
        if (!unanswered.retriable()) {
            throw new SinkFailureException(
                    SinkFailure.SCHEMA_REGISTRY_REFUSED, unanswered.code().name(), unanswered);
        }
        watermarks.batchFailed();
        context.timeout(REGISTRY_PAUSE.toMillis());
        throw new RetriableException("SCHEMA_REGISTRY_UNAVAILABLE, trying again", unanswered);
    }

    /// Everything that `put` accepted is made durable; only then are its offsets offered for
    /// commit.
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> handedOver) {
        Running now = running();
        try {
            now.files().force();
        } catch (IOException e) {
            // After a failed fsync nobody knows what is on the disk: nothing is committed, and a
            // new task reads again.
            throw new SinkFailureException(
                    SinkFailure.WRITE_FAILED, now.config().directory().toString(), e);
        }
        return watermarks.committable(handedOver);
    }

    @Override
    public void stop() {
        Running now = running;
        running = null;
        if (now != null) {
            now.schemas().close().run();
            try {
                now.files().close();
            } catch (IOException e) {
                throw new SinkFailureException(
                        SinkFailure.WRITE_FAILED, now.config().directory().toString(), e);
            }
        }
    }

    private void encode(Running now, SinkRecord record) {
        Decoded decoded = now.decoder().decode(record.value());
        switch (decoded) {
            case Decoded.Undecodable undecodable -> {
                now.errants().report(record, undecodable);
                counts.errant();
            }
            case Decoded.Entry entry -> {
                if (now.encoder().skips(entry)) {
                    counts.skipped();
                } else {
                    now.encoder().encode(entry, batch.out());
                    batch.endLine();
                }
            }
            case Decoded.Raised raised -> {
                now.encoder().encode(raised, batch.out());
                batch.endLine();
            }
        }
        pending.add(record);
        linesAfter.add(batch.lines());
    }

    private void append(Running now) {
        AppendResult result = now.files().append(batch);
        for (int i = 0; i < pending.size() && linesAfter.get(i) <= result.lines(); i++) {
            SinkRecord record = pending.get(i);
            watermarks.resolved(partition(record), record.originalKafkaOffset());
        }
        counts.delivered(result.lines());
        batch.clear();
        pending.clear();
        linesAfter.clear();
        switch (result) {
            case AppendResult.Complete complete -> failures = 0;
            case AppendResult.Partial partial -> retryOrStop(now, partial.cause());
        }
    }

    private void retryOrStop(Running now, IOException cause) {
        if (failures == 0) {
            failingSinceNanos = System.nanoTime();
        }
        failures++;
        Duration failingFor = Duration.ofNanos(System.nanoTime() - failingSinceNanos);
        switch (now.retry().decide(cause, failures, failingFor)) {
            case RetryPolicy.Decision.Retry retry -> {
                watermarks.batchFailed();
                context.timeout(retry.pause().toMillis());
                throw new RetriableException("WRITE_FAILED, trying again", cause);
            }
            case RetryPolicy.Decision.GiveUp giveUp ->
                    throw new SinkFailureException(
                            SinkFailure.WRITE_FAILED, now.config().directory().toString(), cause);
        }
    }

    private static NdjsonFiles openFiles(NdjsonConfig config, int task) {
        try {
            return NdjsonFiles.open(
                    config.directory(), config.filePrefix(), task, config.maxFileBytes());
        } catch (IOException e) {
            throw new SinkFailureException(
                    SinkFailure.DIRECTORY_NOT_WRITABLE, config.directory().toString(), e);
        }
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("the task is not started");
        }
        return now;
    }

    private static TopicPartition partition(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }
}
