package io.countersign.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM, turned into a latch that opens.
public final class Interruption {
    /// The JVM ends when its shutdown hooks do, so the hook waits for the command, this long at
    /// most.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private static final CountDownLatch OVER = new CountDownLatch(1);

    private Interruption() {}

    /// Opens the latch when the process is told to stop, and gives the command time to close what
    /// it runs.
    public static void onSignal(CountDownLatch stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> waitForEnd(stop), "stopping"));
    }

    /// The command of this process has ended and closed everything. The main thread itself can't be
    /// waited for: its `System.exit` blocks while hooks run.
    static void over() {
        OVER.countDown();
    }

    private static void waitForEnd(CountDownLatch stop) {
        stop.countDown();
        try {
            boolean _ = OVER.await(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _ending) {
            Thread.currentThread().interrupt();
        }
    }
}
