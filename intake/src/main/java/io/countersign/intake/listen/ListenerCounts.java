package io.countersign.intake.listen;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What a listener counts, for any thread. Everything but [#connections()] and [#inFlight()] only
/// grows.
public final class ListenerCounts {
    private final LongAdder received = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();

    ListenerCounts() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    /// A record was handed to Kafka's producer.
    void sent(long payloadBytes) {
        received.increment();
        bytes.add(payloadBytes);
        inFlight.incrementAndGet();
    }

    void answered(boolean acknowledgedByKafka) {
        inFlight.decrementAndGet();
        (acknowledgedByKafka ? acknowledged : failed).increment();
    }

    /// Something came that is no record: its reason code.
    public void refused(String code) {
        refused.computeIfAbsent(code, _c -> new LongAdder()).increment();
    }

    void opened() {
        connections.incrementAndGet();
    }

    void ended() {
        connections.decrementAndGet();
    }

    void countClosed(CloseReason reason) {
        java.util.Objects.requireNonNull(closed.get(reason)).increment();
    }

    /// Records handed to Kafka's producer.
    public long received() {
        return received.sum();
    }

    /// Their bytes.
    public long bytes() {
        return bytes.sum();
    }

    /// Records that Kafka has.
    public long acknowledged() {
        return acknowledged.sum();
    }

    /// Records that Kafka did not take in time; their source was told, or they were sent again.
    public long failed() {
        return failed.sum();
    }

    /// Refusals by reason code.
    public Map<String, Long> refused() {
        Map<String, Long> sums = new TreeMap<>();
        refused.forEach((code, count) -> sums.put(code, count.sum()));
        return sums;
    }

    /// Ends of connections by reason.
    public Map<CloseReason, Long> closed() {
        Map<CloseReason, Long> sums = new EnumMap<>(CloseReason.class);
        closed.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    /// Ends of connections for this reason.
    public long closed(CloseReason reason) {
        return java.util.Objects.requireNonNull(closed.get(reason)).sum();
    }

    /// Open connections.
    public int connections() {
        return connections.get();
    }

    /// Records at Kafka's producer, not yet acknowledged.
    public int inFlight() {
        return inFlight.get();
    }
}
