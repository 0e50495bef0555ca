package io.countersign.app.reconcile;

import io.countersign.app.Repeating;
import io.countersign.app.health.Measure;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a statement of each sink chained once a day, as long as it runs.
public final class ReconcileSchedule implements AutoCloseable {
    /// From the last statement to the next.
    public static final Duration DAILY = Duration.ofDays(1);

    /// From the start to the first look, so that a start is no load.
    public static final Duration AFTER_START = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReconcileSchedule.class);

    private final Map<String, Reconciler> reconcilers;
    private final Duration every;
    private final InstantSource clock;
    private final Map<String, Long> lost = new ConcurrentHashMap<>();
    private final Repeating repeating;

    /// @param reconcilers by the name of the sink
    /// @param every [#DAILY]
    /// @param afterStart [#AFTER_START]
    public ReconcileSchedule(
            Map<String, Reconciler> reconcilers,
            Duration every,
            Duration afterStart,
            InstantSource clock) {
        this.reconcilers = Map.copyOf(reconcilers);
        this.every = every;
        this.clock = clock;
        this.repeating = new Repeating("reconcile", afterStart, this::once);
    }

    public void start() {
        repeating.start();
    }

    private Duration once() {
        for (Map.Entry<String, Reconciler> one : new TreeMap<>(reconcilers).entrySet()) {
            if (clock.millis() - one.getValue().lastMillis() >= every.toMillis()) {
                reconcile(one.getKey(), one.getValue());
            }
        }
        // What could not be chained is tried again as soon as what is due is looked for.
        return every.compareTo(AFTER_START) < 0 ? every : AFTER_START;
    }

    private void reconcile(String sink, Reconciler reconciler) {
        try {
            Optional<Reconciler.Chained> chained = reconciler.chain(_line -> {});
            if (chained.isEmpty()) {
                LOG.warn("sink {} was reconciled and the statement was not chained", sink);
                return;
            }
            Statement statement = chained.get().statement();
            lost.put(sink, statement.lost());
            LOG.info(
                    "sink {} was reconciled: lost={} on their way={}",
                    sink,
                    statement.lost(),
                    statement.differences() - statement.lost());
        } catch (IOException | RuntimeException failed) {
            // Without the message, which may quote what was read.
            LOG.warn("sink {} was not reconciled: {}", sink, failed.getClass().getSimpleName());
        }
    }

    /// For each sink when its last statement was chained, and how many it says will not arrive.
    ///
    /// @param role in whose name they stand
    public List<Measure> measures(String role) {
        return new TreeMap<>(reconcilers)
                .entrySet().stream()
                        .flatMap(one ->
                                List.of(
                                        new Measure(
                                                "countersign_sink_reconciled_timestamp_seconds",
                                                Map.of("role", role, "sink", one.getKey()),
                                                one.getValue().lastMillis() / 1_000.0),
                                        new Measure(
                                                "countersign_sink_reconciled_lost",
                                                Map.of("role", role, "sink", one.getKey()),
                                                (double) lost.getOrDefault(one.getKey(), 0L)))
                                        .stream())
                        .toList();
    }

    @Override
    public void close() {
        repeating.close();
    }
}
