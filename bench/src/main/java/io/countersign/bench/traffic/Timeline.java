package io.countersign.bench.traffic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// What the sources of one stretch of time are going to write. Collects in any order, gives out in
/// the order of arrival. The text of a record is made when it is given out, so that a day of a
/// large hospital fits into memory. Single use.
final class Timeline {
    /// One record in 200 is forwarded twice, half of them under a number of their own.
    private static final int ONE_IN_FORWARDED_TWICE = 200;

    private static final Duration FORWARDED_AGAIN_AFTER = Duration.ofSeconds(4);

    /// How a record is delivered.
    private enum Delivery {
        ONCE,
        AGAIN_SAME_NUMBER,
        AGAIN_NEW_NUMBER
    }

    private record Draft(
            long arrivalMillis,
            Source source,
            long recordNumber,
            LongFunction<String> text,
            Incident incident,
            Delivery delivery) {}

    private record Silence(Source source, Instant from, Instant to) {
        boolean covers(Draft draft) {
            return draft.source() == source
                    && draft.arrivalMillis() >= from.toEpochMilli()
                    && draft.arrivalMillis() < to.toEpochMilli();
        }
    }

    private final List<Draft> drafts = new ArrayList<>();
    private final List<Silence> silences = new ArrayList<>();
    private long nextRecordNumber;

    void add(Instant arrival, Source source, Incident incident, LongFunction<String> text) {
        drafts.add(
                new Draft(
                        arrival.toEpochMilli(),
                        source,
                        nextRecordNumber++,
                        text,
                        incident,
                        Delivery.ONCE));
    }

    /// Nothing of that source arrives in that time, and nothing later either that was to arrive
    /// then.
    void silence(Source source, Instant from, Instant to) {
        silences.add(new Silence(source, from, to));
    }

    /// Forwarders send some records twice.
    void forwardSomeTwice(SplittableRandom random) {
        List<Draft> again = new ArrayList<>();
        for (Draft draft : drafts) {
            if (random.nextInt(ONE_IN_FORWARDED_TWICE) == 0) {
                again.add(
                        new Draft(
                                draft.arrivalMillis() + FORWARDED_AGAIN_AFTER.toMillis(),
                                draft.source(),
                                draft.recordNumber(),
                                draft.text(),
                                draft.incident(),
                                random.nextBoolean()
                                        ? Delivery.AGAIN_SAME_NUMBER
                                        : Delivery.AGAIN_NEW_NUMBER));
            }
        }
        drafts.addAll(again);
    }

    int size() {
        return drafts.size();
    }

    /// Gives out all records in the order of arrival.
    void give(Consumer<SimulatedRecord> each) {
        Map<Source, Long> next = new EnumMap<>(Source.class);
        drafts.removeIf(draft -> silences.stream().anyMatch(silence -> silence.covers(draft)));
        drafts.sort(
                Comparator.comparingLong(Draft::arrivalMillis)
                        .thenComparingLong(Draft::recordNumber)
                        .thenComparing(Draft::delivery));
        Map<Long, Long> numberOf = new HashMap<>();
        for (Draft draft : drafts) {
            if (draft.delivery() == Delivery.AGAIN_SAME_NUMBER) {
                numberOf.put(draft.recordNumber(), 0L);
            }
        }
        for (Draft draft : drafts) {
            boolean again = draft.delivery() == Delivery.AGAIN_SAME_NUMBER;
            long seq =
                    again
                            ? numberOf.getOrDefault(draft.recordNumber(), 0L)
                            : next.merge(draft.source(), 1L, Long::sum) - 1;
            if (draft.delivery() == Delivery.ONCE) {
                numberOf.computeIfPresent(draft.recordNumber(), (_, _) -> seq);
            }
            each.accept(
                    new SimulatedRecord(
                            Instant.ofEpochMilli(draft.arrivalMillis()),
                            draft.source(),
                            seq,
                            draft.text()
                                    .apply(draft.recordNumber())
                                    .getBytes(StandardCharsets.UTF_8),
                            draft.incident(),
                            again));
        }
    }
}
