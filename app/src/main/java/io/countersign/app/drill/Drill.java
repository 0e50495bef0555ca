package io.countersign.app.drill;

import io.countersign.app.purge.SealedLog;
import io.countersign.app.reconcile.Delivered;
import io.countersign.app.role.Deployment;
import io.countersign.app.sink.SinkProbe;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.tiles.TilePath;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.delivery.RecordAt;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Watches for the entry of one drill and for what becomes of it. Made before the drill is sent,
/// watched after; used by one thread.
public final class Drill implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Deployment deployment;
    private final InstantSource clock;
    private final String id;
    private final Map<String, SinkProbe> sinks;
    private final Map<String, Map<String, String>> connectors;
    private final Consumer<byte[], byte[]> reader;
    private final SealedLog sealed;

    /// Entries that come from now on count.
    ///
    /// @param id of the drill
    /// @param sinks by name; closed with this
    /// @param connectors their configurations, by name
    public Drill(
            Deployment deployment,
            InstantSource clock,
            String id,
            Map<String, SinkProbe> sinks,
            Map<String, Map<String, String>> connectors) {
        this.deployment = deployment;
        this.clock = clock;
        this.id = id;
        this.sinks = new TreeMap<>(sinks);
        this.connectors = Map.copyOf(connectors);
        this.reader = deployment.committedReader();
        this.sealed = new SealedLog(deployment.configuration());
        List<TopicPartition> entries =
                IntStream.range(0, deployment.configuration().partitions())
                        .mapToObj(partition -> new TopicPartition(Topics.AUDIT_ENTRY, partition))
                        .toList();
        reader.assign(entries);
        reader.seekToEnd(entries);
        entries.forEach(reader::position);
    }

    /// The entry and where its record lies.
    private record Found(Decoded.Entry entry, RecordAt at, long writtenMillis) {}

    /// @param sentMillis when the drill was sent
    /// @param limit for all hops together
    /// @throws IOException where the cluster does not answer
    public Hops watch(long sentMillis, Duration limit) throws IOException, InterruptedException {
        long until = sentMillis + limit.toMillis();
        Optional<Found> found = entry(until);
        if (found.isEmpty()) {
            return new Hops(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    "",
                    Optional.empty());
        }
        Duration chained = since(sentMillis, clock.millis());
        Found there = found.get();
        AuditEntry entry = there.entry().entry();
        Map<String, Hops.AtSink> ends = new HashMap<>();
        sinks.forEach((name, probe) ->
                ends.put(
                        name,
                        probe.takes(there.entry())
                                ? new Hops.AtSink.Waiting()
                                : new Hops.AtSink.NotSelected()));
        Optional<Duration> sealedAfter = Optional.empty();
        boolean log = seesLog();
        while (clock.millis() < until
                && ((log && sealedAfter.isEmpty())
                        || ends.values().stream()
                                .anyMatch(Hops.AtSink.Waiting.class::isInstance))) {
            if (log && sealedAfter.isEmpty() && isSealed(entry)) {
                sealedAfter = Optional.of(since(sentMillis, clock.millis()));
            }
            for (Map.Entry<String, Hops.AtSink> end : ends.entrySet()) {
                if (end.getValue() instanceof Hops.AtSink.Waiting) {
                    end.setValue(at(end.getKey(), there.at(), sentMillis));
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return new Hops(
                Optional.of(since(sentMillis, entry.getTimeMillis())),
                Optional.of(since(sentMillis, there.writtenMillis())),
                Optional.of(chained),
                sealedAfter,
                ends,
                entry.getChain() + ":" + entry.getSeq(),
                entry.getEvent());
    }

    private Optional<Found> entry(long until) {
        WireDecoder decoder = new WireDecoder(deployment.schemas());
        while (clock.millis() < until) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                if (decoder.decode(record.value()) instanceof Decoded.Entry entry
                        && entry.entry().getEvent().flatMap(EventEntry::getDrill).stream()
                                .anyMatch(id::equals)) {
                    return Optional.of(
                            new Found(
                                    entry,
                                    new RecordAt(
                                            new TopicPartition(record.topic(), record.partition()),
                                            record.offset()),
                                    record.timestamp()));
                }
            }
        }
        return Optional.empty();
    }

    /// Whether the log can be looked at from here: in its bucket, or on this machine.
    public boolean seesLog() {
        return deployment.configuration().ledger().storage().isPresent()
                || Files.isRegularFile(deployment.log().resolve(TilePath.CHECKPOINT));
    }

    private boolean isSealed(AuditEntry entry) {
        try {
            return sealed.logs().find(ChainId.parse(entry.getChain()), entry.getSeq()).isPresent();
        } catch (IOException | RuntimeException _notYet) {
            return false;
        }
    }

    private Hops.AtSink at(String sink, RecordAt at, long sentMillis) throws IOException {
        Delivered delivered =
                Delivered.read(deployment, sink, connectors.getOrDefault(sink, Map.of()));
        @Nullable String letter = delivered.deadLetters().get(at);
        if (letter != null) {
            return new Hops.AtSink.DeadLettered(letter);
        }
        return delivered.settled(at)
                ? new Hops.AtSink.Acknowledged(since(sentMillis, clock.millis()))
                : new Hops.AtSink.Waiting();
    }

    /// Clocks of two machines may differ by a little.
    private static Duration since(long fromMillis, long toMillis) {
        return Duration.ofMillis(Math.max(0, toMillis - fromMillis));
    }

    @Override
    public void close() {
        sinks.values().forEach(SinkProbe::close);
        sealed.close();
        reader.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
