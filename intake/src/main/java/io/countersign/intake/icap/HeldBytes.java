package io.countersign.intake.icap;

import java.util.concurrent.atomic.AtomicLong;

/// The memory of all bodies that are being read or wait to be delivered. Nobody waits for it: a
/// request that finds none passes all the same. For any thread.
final class HeldBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    HeldBytes(long most) {
        this.most = most;
    }

    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
