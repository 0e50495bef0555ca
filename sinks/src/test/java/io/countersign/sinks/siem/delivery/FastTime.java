package io.countersign.sinks.siem.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/// A time that runs so many times faster than the machine's until it is told to stop that: an hour
/// in six seconds.
public final class FastTime implements SinkTime {
    private final long startMillis = System.currentTimeMillis();
    private long sinceNanos = System.nanoTime();
    private long passedNanos;
    private int factor;

    public FastTime(int factor) {
        this.factor = factor;
    }

    /// From now on it runs like the machine's.
    public synchronized void runNormally() {
        passedNanos = nanos();
        sinceNanos = System.nanoTime();
        factor = 1;
    }

    @Override
    public long millis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos());
    }

    @Override
    public synchronized long nanos() {
        return passedNanos + (System.nanoTime() - sinceNanos) * factor;
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the callers look again whatever woke them
    public void await(Condition condition, long nanos) throws InterruptedException {
        boolean unused =
                condition.await(Math.max(1, nanos / currentFactor()), TimeUnit.NANOSECONDS);
    }

    private synchronized int currentFactor() {
        return factor;
    }
}
