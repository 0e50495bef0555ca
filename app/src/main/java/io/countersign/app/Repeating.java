package io.countersign.app;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Does something again and again, on a daemon thread of its own, until it is closed.
public final class Repeating implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Thread thread;
    private volatile boolean stopping;

    /// What is done.
    @FunctionalInterface
    public interface Work {
        /// @return how long to wait before it is done again
        Duration once() throws InterruptedException;
    }

    /// @param name of the thread
    /// @param first how long to wait before it is done the first time
    public Repeating(String name, Duration first, Work work) {
        this.thread = new Thread(() -> run(first, work), name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run(Duration first, Work work) {
        try {
            TimeUnit.MILLISECONDS.sleep(first.toMillis());
            while (!stopping) {
                TimeUnit.MILLISECONDS.sleep(Math.max(1, work.once().toMillis()));
            }
        } catch (InterruptedException _stopped) {
            // Only close() interrupts.
        }
    }

    /// Interrupts what is being done, and waits for two seconds at most.
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP);
        } catch (InterruptedException _interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
