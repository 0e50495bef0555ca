package io.countersign.bench.sinks;

import io.countersign.bench.GateFailure;
import java.io.IOException;

/// Where a measured sink sends: a strict stub, or a real program.
interface BenchReceiver extends AutoCloseable {
    /// How long events that were sent may take to be read and kept.
    long ARRIVE_NANOS = 60_000_000_000L;

    int port();

    /// Forgets what came so far.
    void clear() throws IOException, InterruptedException;

    /// Events that came, and how many different ones, as `EVENTS DIFFERENT`.
    String tally() throws IOException, InterruptedException;

    /// How long to wait before the next look.
    long lookAgainMillis();

    /// The gate: what came is what was sent, and each of it once.
    default void awaitExactly(long events) throws IOException, InterruptedException {
        long until = System.nanoTime() + ARRIVE_NANOS;
        String expected = events + " " + events;
        String tally = tally();
        while (!tally.equals(expected) && System.nanoTime() < until) {
            Thread.sleep(lookAgainMillis());
            tally = tally();
        }
        if (!tally.equals(expected)) {
            throw new GateFailure(
                    "came and different: " + tally + ", sent and acknowledged: " + events);
        }
    }

    @Override
    void close() throws IOException;
}
