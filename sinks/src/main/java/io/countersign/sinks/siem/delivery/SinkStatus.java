package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.SinkFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/// How far a task is behind, as Connect's plugin metrics:
///
/// | metric | what |
/// |---|---|
/// | `records-unacknowledged` | events that were read and are not resolved |
/// | `bytes-unacknowledged` | their bytes |
/// | `oldest-unacknowledged-age-ms` | since the oldest of them was written to Kafka; 0 where there is none |
/// | `overdue` | 1 once that is more than [#OVERDUE_AFTER]: somebody has to look |
/// | `failing` | 1 while the receiver does not take events, or a dead letter cannot be written |
/// | `circuit-open` | 1 while the task reads no more, since the receiver failed several times in a row |
/// | `last-failure` | code of the last try that failed, and nothing of an event; "" where none did |
/// | `last-failure-time-ms` | when that was, since 1970; 0 where none did |
public final class SinkStatus {
    /// From this age of the oldest unacknowledged event on the sink is not healthy.
    public static final Duration OVERDUE_AFTER = Duration.ofMinutes(5);

    private SinkStatus() {}

    static void register(
            PluginMetrics metrics,
            EventBuffer buffer,
            Watermarks watermarks,
            Sender sender,
            DeadLetters deadLetters,
            SinkTime time) {
        register(
                metrics,
                buffer::held,
                watermarks,
                OVERDUE_AFTER,
                () -> sender.isFailing() || deadLetters.isStuck());
        gauge(
                metrics,
                "bytes-unacknowledged",
                "bytes of the events that were read and are not resolved",
                (config, now) -> buffer.heldBytes());
        gauge(
                metrics,
                "circuit-open",
                "1 while the task reads no more",
                (config, now) -> sender.circuitIsOpen() ? 1L : 0L);
        Supplier<Sender.LastFailure> last = () -> lastFailure(sender, deadLetters, time);
        gauge(
                metrics,
                "last-failure",
                "code of the last try that failed",
                (config, now) -> last.get().code());
        gauge(
                metrics,
                "last-failure-time-ms",
                "when the last try failed",
                (config, now) -> last.get().atMillis());
    }

    /// A letter that cannot be written fails until it is.
    private static Sender.LastFailure lastFailure(
            Sender sender, DeadLetters deadLetters, SinkTime time) {
        return deadLetters.isStuck()
                ? new Sender.LastFailure(SinkFailure.DEAD_LETTER_NOT_WRITTEN.name(), time.millis())
                : sender.lastFailure().orElseGet(() -> new Sender.LastFailure("", 0));
    }

    /// The metrics of a sink that has a receiver of another kind: all but bytes and circuit.
    ///
    /// @param held records that were read and are not resolved
    /// @param overdueAfter age of the oldest of them from which on somebody has to look
    public static void register(
            PluginMetrics metrics,
            IntSupplier held,
            Watermarks watermarks,
            Duration overdueAfter,
            BooleanSupplier failing) {
        gauge(
                metrics,
                "records-unacknowledged",
                "events that were read and are not resolved",
                (config, now) -> (long) held.getAsInt());
        gauge(
                metrics,
                "oldest-unacknowledged-age-ms",
                "since the oldest unacknowledged record was written",
                (config, now) -> age(watermarks, () -> now));
        gauge(
                metrics,
                "overdue",
                "1 where the oldest unacknowledged record waits for too long",
                (config, now) -> age(watermarks, () -> now) > overdueAfter.toMillis() ? 1L : 0L);
        gauge(
                metrics,
                "failing",
                "1 while nothing gets on",
                (config, now) -> failing.getAsBoolean() ? 1L : 0L);
    }

    static long age(Watermarks watermarks, LongSupplier nowMillis) {
        OptionalLong oldest = watermarks.oldestMillis();
        return oldest.isEmpty() ? 0 : Math.max(0, nowMillis.getAsLong() - oldest.getAsLong());
    }

    private static <T> void gauge(
            PluginMetrics metrics, String name, String description, Gauge<T> gauge) {
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>()), gauge);
    }
}
