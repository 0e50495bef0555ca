package io.countersign.intake.icap;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What an operator wants to know of the listener. For any thread.
public final class IcapCounts {
    final AtomicInteger connections = new AtomicInteger();
    final LongAdder refusedConnections = new LongAdder();
    final LongAdder answered204 = new LongAdder();
    final LongAdder echoed = new LongAdder();
    final LongAdder withoutBody = new LongAdder();
    final LongAdder bodyBytes = new LongAdder();
    final LongAdder cut = new LongAdder();
    final LongAdder broken = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder answerNanos = new LongAdder();
    final AtomicLong slowestAnswerNanos = new AtomicLong();

    IcapCounts() {}

    /// From the last byte that the proxy sent to the last of the answer: what observing costs.
    void answered(long nanos) {
        answerNanos.add(nanos);
        slowestAnswerNanos.accumulateAndGet(nanos, Math::max);
    }

    public int connections() {
        return connections.get();
    }

    /// Too many, or from an address that is not listed.
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    public long answered204() {
        return answered204.sum();
    }

    /// Answered with the request as it came, where the proxy can take no 204.
    public long echoed() {
        return echoed.sum();
    }

    /// Passed without a body, so that no record was made.
    public long withoutBody() {
        return withoutBody.sum();
    }

    public long bodyBytes() {
        return bodyBytes.sum();
    }

    /// Recorded with less than the whole body.
    public long cut() {
        return cut.sum();
    }

    /// Connections that ended in the middle of a request, or were no ICAP.
    public long broken() {
        return broken.sum();
    }

    /// Requests whose record Kafka has.
    public long delivered() {
        return delivered.sum();
    }

    /// Requests that passed and of which there is no record.
    public long lost() {
        return lost.sum();
    }

    public double answerSeconds() {
        return answerNanos.sum() / 1e9;
    }

    public double slowestAnswerSeconds() {
        return slowestAnswerNanos.get() / 1e9;
    }
}
