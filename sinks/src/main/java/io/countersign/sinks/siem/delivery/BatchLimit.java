package io.countersign.sinks.siem.delivery;

/// How many events the next batch may have: halved where the receiver could not take a batch, and
/// doubled back with each that it took. Used by one thread.
final class BatchLimit {
    private final int most;
    private int events;

    BatchLimit(int most) {
        this.most = most;
        this.events = most;
    }

    int events() {
        return events;
    }

    /// @param size events of the batch that was too much
    void halve(int size) {
        events = Math.max(1, size / 2);
    }

    /// The next batch has exactly so many, or fewer.
    void cutAt(int size) {
        events = Math.max(1, size);
    }

    void taken() {
        events = (int) Math.min(most, 2L * events);
    }
}
