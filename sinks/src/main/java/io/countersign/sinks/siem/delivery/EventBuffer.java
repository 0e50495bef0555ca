package io.countersign.sinks.siem.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/// The encoded events that a task holds: those that wait, and those that were taken and are not
/// resolved yet. The task's thread adds, the sender's takes. It never refuses: the task pauses its
/// partitions once it [isFull], so it overshoots by one poll of Connect's at most.
final class EventBuffer {
    private final DeliverySettings settings;
    private final SinkTime time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final ArrayDeque<OutboundEvent> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int held;
    private long heldBytes;

    /// When the first of those that wait was added.
    private long lingersSinceNanos;

    /// Events that the sender is sending right now.
    private int taken;

    private boolean hurried;

    EventBuffer(DeliverySettings settings, SinkTime time) {
        this.settings = settings;
        this.time = time;
    }

    void add(OutboundEvent event) {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                lingersSinceNanos = time.nanos();
            }
            waiting.addLast(event);
            waitingBytes += event.size();
            held++;
            heldBytes += event.size();
            if (waiting.size() == 1 || batchIsFull(settings.maxBatchEvents())) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The event is not sent, and is held until it is released.
    void hold(OutboundEvent event) {
        lock.lock();
        try {
            held++;
            heldBytes += event.size();
        } finally {
            lock.unlock();
        }
    }

    /// They have to be sent again, before those that wait and in their order.
    void putBack(List<OutboundEvent> events) {
        lock.lock();
        try {
            for (int i = events.size() - 1; i >= 0; i--) {
                waiting.addFirst(events.get(i));
                waitingBytes += events.get(i).size();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The event is resolved and is held no longer.
    void release(OutboundEvent event) {
        lock.lock();
        try {
            held--;
            heldBytes -= event.size();
            if (held == 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets go of what waits for these partitions, and says how many events that were.
    int drop(Collection<TopicPartition> partitions) {
        lock.lock();
        try {
            int before = waiting.size();
            waiting.removeIf(event -> {
                boolean leaves = partitions.contains(event.at().partition());
                if (leaves) {
                    waitingBytes -= event.size();
                    held--;
                    heldBytes -= event.size();
                }
                return leaves;
            });
            int dropped = before - waiting.size();
            changed.signalAll();
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /// The next events in order, once there are enough of them or they have waited long enough;
    /// none where that takes longer than `atMostNanos`.
    List<OutboundEvent> take(int maxEvents, long atMostNanos) throws InterruptedException {
        long until = time.nanos() + atMostNanos;
        lock.lockInterruptibly();
        try {
            while (!isDue(maxEvents)) {
                long left = until - time.nanos();
                if (left <= 0) {
                    return List.of();
                }
                time.await(
                        changed,
                        waiting.isEmpty() ? left : Math.min(left, Math.max(1, lingerLeft())));
            }
            return cut(maxEvents);
        } finally {
            lock.unlock();
        }
    }

    /// Sends what waits without waiting for more, until the next time nothing waits.
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The batch that was taken has its answer.
    void answered(int events) {
        lock.lock();
        try {
            taken -= events;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing waits and nothing is being sent.
    boolean isIdle() {
        lock.lock();
        try {
            return waiting.isEmpty() && taken == 0;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something changes, or the time is over.
    void awaitChange(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            time.await(changed, atMost.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /// Wakes whoever waits for a change.
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return heldBytes >= settings.maxBufferBytes()
                    || held >= DeliverySettings.MAX_HELD_EVENTS;
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is room enough that reading on is worth while.
    boolean hasRoom() {
        lock.lock();
        try {
            return heldBytes <= settings.maxBufferBytes() / 2
                    && held <= DeliverySettings.MAX_HELD_EVENTS / 2;
        } finally {
            lock.unlock();
        }
    }

    int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    long heldBytes() {
        lock.lock();
        try {
            return heldBytes;
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue(int maxEvents) {
        return !waiting.isEmpty() && (hurried || batchIsFull(maxEvents) || lingerLeft() <= 0);
    }

    private boolean batchIsFull(int maxEvents) {
        return waiting.size() >= maxEvents || waitingBytes >= settings.maxBatchBytes();
    }

    private long lingerLeft() {
        return lingersSinceNanos + settings.linger().toNanos() - time.nanos();
    }

    private List<OutboundEvent> cut(int maxEvents) {
        List<OutboundEvent> cut = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && cut.size() < maxEvents) {
            OutboundEvent next = waiting.getFirst();
            if (!cut.isEmpty() && bytes + next.size() > settings.maxBatchBytes()) {
                break;
            }
            cut.add(waiting.removeFirst());
            bytes += next.size();
        }
        waitingBytes -= bytes;
        taken += cut.size();
        lingersSinceNanos = time.nanos();
        hurried &= !waiting.isEmpty();
        return cut;
    }
}
