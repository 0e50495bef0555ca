package io.countersign.topology;

import io.countersign.schemas.ReviewVerdict;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.VerdictCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/// What each rule did on each day, counted by one task. Changed days are told of with a tick, under
/// a key that names rule, day and partition, so that the last one holds.
final class RuleDays {
    /// Precision is asked over thirty days; reviews come later than their alerts.
    static final long KEPT_DAYS = 60;

    private static final String PREFIX = "R|";

    private final AvroShelf<RuleDay> shelf;
    private final int partition;
    private final Set<String> changed = new TreeSet<>();
    private boolean started;

    RuleDays(KeyValueStore<String, byte[]> store, int partition) {
        this.shelf = new AvroShelf<>(store, RuleDay.class);
        this.partition = partition;
    }

    void count(String rule, long millis, Consumer<RuleDay.Builder> change) {
        countDay(rule, TimeUnit.MILLISECONDS.toDays(millis), change);
    }

    private void countDay(String rule, long day, Consumer<RuleDay.Builder> change) {
        String key = key(day, rule);
        RuleDay.Builder builder =
                shelf.get(key)
                        .map(RuleDays::copied)
                        .orElseGet(() ->
                                RuleDay.newBuilder()
                                        .setRule(rule)
                                        .setDay(day)
                                        .setPartition(partition)
                                        .setReviews(List.of()));
        change.accept(builder);
        shelf.put(key, builder.build());
        changed.add(key);
    }

    /// The library's own copy looks classes up by name, which its allow-list does not let us do.
    private static RuleDay.Builder copied(RuleDay day) {
        return RuleDay.newBuilder()
                .setRule(day.getRule())
                .setDay(day.getDay())
                .setPartition(day.getPartition())
                .setHits(day.getHits())
                .setRaised(day.getRaised())
                .setDryRun(day.getDryRun())
                .setMuted(day.getMuted())
                .setLearning(day.getLearning())
                .setLearningUntilMillis(day.getLearningUntilMillis().orElse(null))
                .setLate(day.getLate())
                .setReviews(day.getReviews());
    }

    void review(String rule, long raisedMillis, ReviewVerdict verdict) {
        count(
                rule,
                raisedMillis,
                day -> {
                    List<VerdictCount> counts = new ArrayList<>(day.getReviews());
                    Optional<VerdictCount> before =
                            counts.stream()
                                    .filter(count -> count.getVerdict() == verdict)
                                    .findFirst();
                    before.ifPresent(counts::remove);
                    counts.add(
                            new VerdictCount(
                                    verdict, before.map(VerdictCount::getCount).orElse(0L) + 1));
                    day.setReviews(counts);
                });
    }

    /// Gives out what changed since the last time; after a start, all of today and yesterday, since
    /// what was not told of before is not known.
    void tell(long nowMillis, BiConsumer<String, RuleDay> each) {
        long today = TimeUnit.MILLISECONDS.toDays(nowMillis);
        if (!started) {
            started = true;
            shelf.rows(PREFIX + padded(today - 1), PREFIX + padded(today + 1))
                    .forEach(row -> changed.add(row.key()));
            forget(today);
        }
        for (String key : changed) {
            shelf.get(key).ifPresent(day -> each.accept(name(day), day));
        }
        changed.clear();
    }

    /// Days that nobody asks about any more.
    void forget(long today) {
        shelf.rows(PREFIX, PREFIX + padded(today - KEPT_DAYS))
                .forEach(row -> shelf.delete(row.key()));
    }

    private static String name(RuleDay day) {
        return day.getRule() + '/' + day.getDay() + '/' + day.getPartition();
    }

    private static String key(long day, String rule) {
        return PREFIX + padded(day) + '|' + rule;
    }

    static String padded(long day) {
        return "%010d".formatted(day);
    }
}
