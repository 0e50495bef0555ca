package io.countersign.sinks.siem.delivery;

import io.countersign.schemas.registry.RegistryException;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.WriterSchemas;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/// The task of every sink: decodes, selects and encodes on Connect's thread, sends on one of its
/// own, and lets an offset be committed only after everything below it is resolved.
///
/// Where the receiver is slow or away the partitions are paused and the buffer stays as it is;
/// nothing is thrown and nothing is handed over twice. After a crash the records since the last
/// commit come again, with the same event ids.
public abstract class SiemSinkTask extends SinkTask {
    /// Between two tries at a registry that does not answer; records wait as long as it takes.
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(5);

    /// How soon Connect comes back while something is under way.
    private static final Duration BUSY_POLL = Duration.ofMillis(20);

    /// How long a commit waits for what is on its way to a receiver that works.
    private static final Duration COMMIT_WAIT = Duration.ofSeconds(1);

    private final Sink sink;
    private final SinkTime time;
    private final DeliveryCounts counts = new DeliveryCounts();
    private final Watermarks watermarks = new Watermarks();

    /// Records that could not be looked at yet.
    private final ArrayDeque<SinkRecord> unread = new ArrayDeque<>();

    private @Nullable Running running;
    private boolean paused;

    /// Partitions came since the last put: whether they are paused is not known.
    private boolean reopened;

    /// What a commit ran into, to be thrown by the next put: Connect answers an exception of a
    /// commit by reading everything since the last one again.
    private @Nullable SinkFailureException ofCommit;

    /// What exists between start and stop.
    private record Running(
            WriterSchemas schemas,
            Sink.Parts parts,
            Intake intake,
            DeadLetters deadLetters,
            EventBuffer buffer,
            Sender sender,
            String selection) {}

    protected SiemSinkTask(Sink sink, SinkTime time) {
        this.sink = sink;
        this.time = time;
    }

    @Override
    public final String version() {
        return SiemSinkConnector.productVersion();
    }

    @Override
    public final void start(Map<String, String> properties) {
        ReadCommitted.require(properties);
        int number = Integer.parseInt(properties.getOrDefault(SiemSinkConnector.TASK_NUMBER, "0"));
        WriterSchemas schemas = WriterSchemas.of(properties);
        Sink.Parts parts = sink.open(properties, new Sink.Surroundings(version(), number, time));
        EventBuffer buffer = new EventBuffer(parts.settings(), time);
        DeadLetters deadLetters = new DeadLetters(context.errantRecordReporter(), time);
        Sender sender =
                new Sender(
                        parts,
                        buffer,
                        watermarks,
                        deadLetters,
                        counts,
                        time,
                        "sink-" + properties.getOrDefault("name", sink.name()) + "-" + number);
        running =
                new Running(
                        schemas,
                        parts,
                        new Intake(
                                new WireDecoder(schemas.resolver()),
                                parts.selection(),
                                parts.encoder(),
                                parts.settings().maxEventBytes()),
                        deadLetters,
                        buffer,
                        sender,
                        parts.selection().sha256());
        counts.register(context.pluginMetrics());
        SinkStatus.register(context.pluginMetrics(), buffer, watermarks, sender, deadLetters, time);
        sender.start();
    }

    @Override
    public final void open(Collection<TopicPartition> partitions) {
        watermarks.forget(partitions);
        reopened = true;
    }

    @Override
    public final void close(Collection<TopicPartition> partitions) {
        Running now = running;
        if (now != null) {
            counts.add(DeliveryCounts.Count.DROPPED, now.buffer().drop(partitions));
        }
        unread.removeIf(record -> partitions.contains(RecordAt.of(record).partition()));
        watermarks.forget(partitions);
    }

    @Override
    public final void put(Collection<SinkRecord> records) {
        Running now = running();
        counts.add(DeliveryCounts.Count.RECEIVED, records.size());
        unread.addAll(records);
        throwFailure(now);
        Duration comeBack = read(now);
        writeDeadLetters(now);
        throwFailure(now);
        holdBack(now);
        if (paused
                || now.buffer().held() > 0
                || !unread.isEmpty()
                || !now.deadLetters().isEmpty()) {
            context.timeout(comeBack.toMillis());
        }
    }

    /// Waits for a moment for what is under way, and offers what is resolved for commit.
    @Override
    public final Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> handedOver) {
        Running now = running();
        try {
            finishWhatIsUnderWay(now);
        } catch (SinkFailureException failure) {
            ofCommit = failure;
        }
        return watermarks.committable(handedOver, now.selection());
    }

    private void finishWhatIsUnderWay(Running now) {
        now.buffer().hurry();
        long until = time.nanos() + COMMIT_WAIT.toNanos();
        writeDeadLetters(now);
        while (!now.sender().isIdle()
                && !now.sender().isFailing()
                && now.sender().failure().isEmpty()
                && !now.deadLetters().isStuck()
                && time.nanos() < until) {
            try {
                now.buffer().awaitChange(Duration.ofMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            writeDeadLetters(now);
        }
    }

    @Override
    public final void stop() {
        Running now = running;
        running = null;
        if (now != null) {
            now.sender().stop();
            now.schemas().close().run();
            now.parts().client().close();
        }
    }

    /// Reads what can be read, and says when to come back.
    private Duration read(Running now) {
        while (!unread.isEmpty()) {
            SinkRecord record = unread.getFirst();
            Intake.Result result;
            try {
                result = now.intake().take(record);
            } catch (RegistryException unanswered) {
                if (!unanswered.retriable()) {
                    throw new SinkFailureException(
                            SinkFailure.SCHEMA_REGISTRY_REFUSED,
                            unanswered.code().name(),
                            unanswered);
                }
                return REGISTRY_PAUSE;
            }
            RecordAt at = RecordAt.of(record);
            switch (result) {
                case Intake.Result.NotSelected unused -> {
                    counts.add(DeliveryCounts.Count.SKIPPED, 1);
                    watermarks.passed(at);
                }
                case Intake.Result.Undecodable undecodable -> {
                    now.deadLetters()
                            .undecodable(
                                    new DeadLetter(at, undecodable.code(), Optional.empty()),
                                    watermarks.received(at, since(record)));
                }
                case Intake.Result.Event event -> enqueue(now, at, record, event);
            }
            unread.removeFirst();
        }
        return BUSY_POLL;
    }

    private void enqueue(Running now, RecordAt at, SinkRecord record, Intake.Result.Event event) {
        OutboundEvent outbound =
                new OutboundEvent(
                        at,
                        event.decoded().eventId(),
                        event.decoded().position(),
                        event.decoded().timeMillis(),
                        event.payload().map(Intake.Payload::bytes).orElseGet(() -> new byte[0]),
                        watermarks.received(at, since(record)));
        if (event.payload().isPresent()) {
            now.buffer().add(outbound);
        } else {
            now.buffer().hold(outbound);
            now.deadLetters().add(outbound, Intake.OVERSIZE);
        }
    }

    /// When it was written to Kafka.
    private long since(SinkRecord record) {
        Long written = record.timestamp();
        return written == null || written < 0 ? time.millis() : written;
    }

    private void writeDeadLetters(Running now) {
        for (DeadLetters.Owed written : now.deadLetters().write()) {
            watermarks.resolved(written.letter().at(), written.mark());
            counts.add(
                    written.event().isPresent()
                            ? DeliveryCounts.Count.DEAD_LETTERED
                            : DeliveryCounts.Count.ERRANT,
                    1);
            written.event().ifPresent(now.buffer()::release);
        }
    }

    private void throwFailure(Running now) {
        SinkFailureException earlier = ofCommit;
        if (earlier != null) {
            throw earlier;
        }
        Optional<SinkFailureException> failure = now.sender().failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /// Pauses the partitions while the buffer is full or the receiver is away, and resumes them.
    private void holdBack(Running now) {
        boolean hold =
                now.buffer().isFull()
                        || now.sender().circuitIsOpen()
                        || now.deadLetters().holdsBack()
                        || !unread.isEmpty()
                        || (paused && !now.buffer().hasRoom());
        TopicPartition[] assigned = context.assignment().toArray(new TopicPartition[0]);
        if (hold && (!paused || reopened)) {
            context.pause(assigned);
        } else if (!hold && (paused || reopened)) {
            context.resume(assigned);
        }
        paused = hold;
        reopened = false;
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("the task is not started");
        }
        return now;
    }
}
