package io.countersign.sinks.siem.delivery;

/// Events a second at most: each event pushes the time of the next one back. Pure but for what it
/// remembers; used by one thread.
final class RateLimit {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int perSecond;
    private long freeAtNanos;

    /// @param perSecond 0 for no limit
    RateLimit(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.freeAtNanos = nowNanos;
    }

    /// How long to wait before the next batch.
    long waitNanos(long nowNanos) {
        return perSecond == 0 ? 0 : Math.max(0, freeAtNanos - nowNanos);
    }

    /// So many events are sent now.
    void spend(int events, long nowNanos) {
        if (perSecond > 0) {
            freeAtNanos = Math.max(freeAtNanos, nowNanos) + events * (SECOND_NANOS / perSecond);
        }
    }
}
