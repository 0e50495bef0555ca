package io.countersign.sinks.siem.splunk;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// One channel of one collector, and the batches that it has not acknowledged yet. Acknowledgements
/// count per channel and are known only to the collector that gave them, so they are asked for
/// there. Used by one thread.
final class HecChannel {
    private final URI endpoint;
    private final UUID id;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private long lastAckId = -1;
    private long polledAtNanos;

    private record Pending(long batch, long sinceNanos) {}

    HecChannel(URI endpoint, UUID id) {
        this.endpoint = endpoint;
        this.id = id;
    }

    URI endpoint() {
        return endpoint;
    }

    UUID id() {
        return id;
    }

    /// Whether a collector that gives this id was started again since the last one: ids count up.
    /// What was open is unknown to it, and its new ids would be taken for the old ones.
    boolean startedAgain(long ackId) {
        return ackId <= lastAckId;
    }

    void awaits(long ackId, long batch, long nowNanos) {
        if (pending.isEmpty()) {
            polledAtNanos = nowNanos;
        }
        lastAckId = ackId;
        pending.put(ackId, new Pending(batch, nowNanos));
    }

    /// The batches that wait; they wait no more.
    List<Long> giveUp() {
        List<Long> batches = pending.values().stream().map(Pending::batch).toList();
        pending.clear();
        return batches;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    Set<Long> open() {
        return Set.copyOf(pending.keySet());
    }

    /// Whether it is time to ask; if so the next time counts from now.
    boolean isDue(Duration poll, long nowNanos) {
        if (pending.isEmpty() || nowNanos - polledAtNanos < poll.toNanos()) {
            return false;
        }
        polledAtNanos = nowNanos;
        return true;
    }

    /// The batch that this acknowledgement is for; it is said once only.
    ///
    /// @return -1 where none waits for it
    long acknowledged(long ackId) {
        Pending batch = pending.remove(ackId);
        return batch == null ? -1 : batch.batch();
    }

    /// Batches that have waited for longer; they wait no more.
    List<Long> overdue(Duration timeout, long nowNanos) {
        List<Long> overdue = new ArrayList<>();
        pending.values()
                .removeIf(batch -> {
                    boolean late = nowNanos - batch.sinceNanos() > timeout.toNanos();
                    if (late) {
                        overdue.add(batch.batch());
                    }
                    return late;
                });
        return overdue;
    }
}
