package io.countersign.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM as something to wait for. The JVM ends when its shutdown hooks do, so the
/// hook waits until what runs is closed: close this one last, after the last line of output was
/// flushed.
public final class Interruption implements AutoCloseable {
    /// What takes longer to close is abandoned.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private Interruption() {}

    public static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::request, "stopping"));
        return interruption;
    }

    private void request() {
        requested.countDown();
        try {
            if (!closed.await(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                org.slf4j.LoggerFactory.getLogger(Interruption.class)
                        .warn("something did not close within {} s", CLOSE_LIMIT.toSeconds());
            }
        } catch (InterruptedException _ending) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /// @return whether it was requested within the time
    public boolean await(Duration time) throws InterruptedException {
        return requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Waits as long as it takes.
    public void await() throws InterruptedException {
        requested.await();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
