package io.countersign.sinks.siem.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.apache.kafka.common.utils.Time;

/// The time that a sink lives in; tests let it run faster. For any thread.
public interface SinkTime {
    /// The time of the machine, as Kafka's own clients read it.
    SinkTime MACHINE =
            new SinkTime() {
                @Override
                public long millis() {
                    return Time.SYSTEM.milliseconds();
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                @SuppressWarnings("WaitNotInLoop") // the callers look again whatever woke them
                public void await(Condition condition, long nanos) throws InterruptedException {
                    boolean unused = condition.await(nanos, TimeUnit.NANOSECONDS);
                }
            };

    /// Milliseconds since 1970.
    long millis();

    /// Only differences mean something.
    long nanos();

    /// Waits until signalled, or so long; may return early. The caller holds the condition's lock.
    void await(Condition condition, long nanos) throws InterruptedException;
}
