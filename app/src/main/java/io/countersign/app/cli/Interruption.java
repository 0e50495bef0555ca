package io.countersign.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Ctrl-C and SIGTERM, turned into a latch that opens.
public final class Interruption {
    /// The JVM ends when its shutdown hooks do, so the hook waits for the main thread, this long at
    /// most.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private Interruption() {}

    /// Opens the latch when the process is told to stop, and gives the calling thread time to close
    /// what it runs.
    public static void onSignal(CountDownLatch stop) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitFor(stop, main), "stopping"));
    }

    private static void waitFor(CountDownLatch stop, Thread main) {
        stop.countDown();
        try {
            main.join(CLOSE_LIMIT);
        } catch (InterruptedException _ending) {
            Thread.currentThread().interrupt();
        }
    }
}
