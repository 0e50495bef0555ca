package io.countersign.bench;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// From the moment an event is handed to the producer to the moment a signed checkpoint that covers
/// its entry lies in the log's directory. One clock: producer and reader are in this JVM. Which
/// entry an event became is read afterwards.
final class SealLatency {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /// What comes before is warm-up and not counted.
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Rig rig;
    private final AvroDecoder<AuditEntry> decoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());

    private record Place(String topic, int partition, long offset) {}

    /// @param handed when the event was handed to the producer
    private record Chained(String chain, long seq, long handed) {}

    /// @param events that were counted
    record Result(long events, double p50Millis, double p99Millis, double longestMillis) {}

    SealLatency(Rig rig) {
        this.rig = rig;
    }

    /// @throws GateFailure where an event is in no entry, or an entry under no checkpoint
    Result measure(int rate, Duration duration, long seed) {
        int warmUp = (int) (WARM_UP.toSeconds() * rate);
        int count = warmUp + (int) (duration.toSeconds() * rate);
        Map<Place, Long> handed = new ConcurrentHashMap<>(count * 2);
        SourceRecords records = new SourceRecords(Workload.ENTRIES, seed);
        try (CheckpointWatch watch = CheckpointWatch.start(rig.log())) {
            long begun = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = begun + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                boolean counts = i >= warmUp;
                long now = System.nanoTime();
                rig.send(
                        records.next(),
                        i,
                        "",
                        (place, failed) -> {
                            if (counts && failed == null) {
                                handed.put(
                                        new Place(place.topic(), place.partition(), place.offset()),
                                        now);
                            }
                        });
            }
            rig.flush();
            rig.awaitCommitted(Subject.AUDIT, Rig.RAW);
            return result(chained(handed), count - warmUp, watch);
        }
    }

    private List<Chained> chained(Map<Place, Long> handed) {
        List<Chained> chained = new ArrayList<>();
        rig.read(
                rig.starts(Topics.AUDIT_ENTRY),
                record -> {
                    AuditEntry entry = decoder.framed(record.value());
                    entry.getEvent()
                            .map(event -> handed.get(place(event.getInput())))
                            .ifPresent(when ->
                                    chained.add(
                                            new Chained(entry.getChain(), entry.getSeq(), when)));
                });
        return chained;
    }

    private static Place place(Coordinates at) {
        return new Place(at.getTopic(), at.getPartition(), at.getOffset());
    }

    private static Result result(List<Chained> chained, int count, CheckpointWatch watch) {
        if (chained.size() != count) {
            throw new GateFailure(chained.size() + " of " + count + " events are in entries");
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            Chained one = chained.get(i);
            OptionalLong at = watch.coveredAt(one.chain(), one.seq());
            while (at.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new GateFailure("an entry is under no checkpoint");
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                at = watch.coveredAt(one.chain(), one.seq());
            }
            millis[i] = (at.getAsLong() - one.handed()) / 1e6;
        }
        Arrays.sort(millis);
        return new Result(count, millis[count / 2], millis[count * 99 / 100], millis[count - 1]);
    }
}
