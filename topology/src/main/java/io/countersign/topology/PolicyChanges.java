package io.countersign.topology;

import java.util.concurrent.atomic.AtomicLong;

/// Says when the policy's store was written. Whoever holds a decoded policy compares two numbers
/// instead of reading the store for each record. One instance for one topology; safe for any
/// thread.
final class PolicyChanges {
    private final AtomicLong count = new AtomicLong();

    /// After each write to the store.
    void note() {
        count.incrementAndGet();
    }

    /// Asked before the store is read: a write in between is then seen the next time.
    long count() {
        return count.get();
    }
}
