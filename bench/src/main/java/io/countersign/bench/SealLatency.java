package io.countersign.bench;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// From the moment an event is handed to the producer to the moment a signed checkpoint that covers
/// its entry lies in the log's directory. One clock: producer and reader are in this JVM. Which
/// entry an event became is read afterwards.
final class SealLatency {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /// A topology that has just started runs interpreted, falls behind, and takes this long to come
    /// out of it. What comes within is a figure of its own.
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private final Rig rig;
    private final AvroDecoder<AuditEntry> decoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());

    private record Place(String topic, int partition, long offset) {}

    /// @param due when the event was to be handed to the producer, by [System#nanoTime]
    /// @param chainedMillis when the broker took its entry, by the clock on the wall
    private record Chained(String chain, long seq, long due, long chainedMillis) {}

    /// @param cold events of the first seconds after the start
    /// @param warm those after them
    record Result(WaitForSeal cold, WaitForSeal warm) {}

    SealLatency(Rig rig) {
        this.rig = rig;
    }

    /// @throws GateFailure where an event is in no entry, or an entry under no checkpoint
    Result measure(int rate, Duration duration, long seed) {
        int warmUp = (int) (WARM_UP.toSeconds() * rate);
        int count = warmUp + (int) (duration.toSeconds() * rate);
        Map<Place, Long> dueAt = new ConcurrentHashMap<>(count * 2);
        SourceRecords records = new SourceRecords(Workload.ENTRIES, seed);
        try (CheckpointWatch watch = CheckpointWatch.start(rig.log())) {
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begun + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                // From when it was due: a producer that lags behind makes no figure better.
                rig.send(
                        records.next(),
                        i,
                        "",
                        (place, failed) -> {
                            if (failed == null) {
                                dueAt.put(
                                        new Place(place.topic(), place.partition(), place.offset()),
                                        due);
                            }
                        });
            }
            rig.flush();
            rig.awaitCommitted(Subject.AUDIT, Rig.RAW);
            List<Chained> chained = chained(dueAt);
            if (chained.size() != count) {
                throw new GateFailure(chained.size() + " of " + count + " events are in entries");
            }
            chained.sort(Comparator.comparingLong(Chained::due));
            return new Result(
                    waits(chained.subList(0, warmUp), watch),
                    waits(chained.subList(warmUp, count), watch));
        }
    }

    private List<Chained> chained(Map<Place, Long> dueAt) {
        List<Chained> chained = new ArrayList<>();
        rig.read(
                rig.starts(Topics.AUDIT_ENTRY),
                record -> {
                    AuditEntry entry = decoder.framed(record.value());
                    entry.getEvent()
                            .map(event -> dueAt.get(place(event.getInput())))
                            .ifPresent(when ->
                                    chained.add(
                                            new Chained(
                                                    entry.getChain(),
                                                    entry.getSeq(),
                                                    when,
                                                    record.timestamp())));
                });
        return chained;
    }

    private static Place place(Coordinates at) {
        return new Place(at.getTopic(), at.getPartition(), at.getOffset());
    }

    private static WaitForSeal waits(List<Chained> chained, CheckpointWatch watch) {
        // What nanoTime said when the clock on the wall said nought.
        long epochNanos = System.nanoTime() - System.currentTimeMillis() * 1_000_000;
        long deadline = System.nanoTime() + LIMIT.toNanos();
        List<WaitForSeal.One> waits = new ArrayList<>(chained.size());
        for (Chained one : chained) {
            Optional<CheckpointWatch.Covered> seal = watch.covering(one.chain(), one.seq());
            while (seal.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new GateFailure("an entry is under no checkpoint");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                seal = watch.covering(one.chain(), one.seq());
            }
            waits.add(
                    new WaitForSeal.One(
                            one.chainedMillis() - (one.due() - epochNanos) / 1e6,
                            seal.get().sealedMillis() - (double) one.chainedMillis(),
                            (seal.get().nanos() - epochNanos) / 1e6 - seal.get().sealedMillis()));
        }
        return new WaitForSeal(waits);
    }
}
