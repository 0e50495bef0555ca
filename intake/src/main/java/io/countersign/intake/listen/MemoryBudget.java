package io.countersign.intake.listen;

import java.util.concurrent.Semaphore;

/// The memory that large messages may take in all listeners together. A message that needs more
/// than a small buffer waits here for the whole of what it may come to, so that no two of them wait
/// for each other; meanwhile nothing is read from its source. For any thread.
public final class MemoryBudget {
    private static final int UNIT = 1024;

    private final Semaphore units;
    private final int all;

    /// @param bytes more than the largest message
    public MemoryBudget(long bytes) {
        this.all = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
        this.units = new Semaphore(all, true);
    }

    /// Waits for a share; closing it gives it back.
    ///
    /// @throws IllegalArgumentException where it is more than all there is
    public Share take(long bytes) throws InterruptedException {
        int wanted = units(bytes);
        if (wanted > all) {
            throw new IllegalArgumentException("more than the whole budget");
        }
        units.acquire(wanted);
        return new Share(units, wanted);
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT);
    }

    /// What one message holds.
    public static final class Share implements AutoCloseable {
        /// Of a message that fits into a small buffer.
        public static final Share NONE = new Share(new Semaphore(0), 0);

        private final Semaphore units;
        private int held;

        private Share(Semaphore units, int held) {
            this.units = units;
            this.held = held;
        }

        @Override
        public void close() {
            units.release(held);
            held = 0;
        }
    }
}
