package io.countersign.intake.syslog;

import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.Lane;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Taken;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// What a connection has read and Kafka has not acknowledged: bounded, and sent again where Kafka
/// did not take it, since nobody else can send it again. One thread adds; a thread of the window's
/// own waits for Kafka, whether anything comes or not.
final class Window implements AutoCloseable {
    private static final int MAX_MESSAGES = 1_000;
    private static final int UNIT_BYTES = 1_024;

    /// More than the largest message.
    private static final int MAX_UNITS = 16 * 1_024;

    /// Each of them has waited for Kafka as long as the producer does.
    private static final int MAX_TRIES = 5;

    private record Pending(Taken taken, int tries, CompletableFuture<?> sent) {
        int units() {
            return units(taken);
        }

        static int units(Taken taken) {
            return taken instanceof Taken.Whole(byte[] bytes, MemoryBudget.Share _)
                    ? bytes.length / UNIT_BYTES
                    : 0;
        }
    }

    private final Connection connection;
    private final Principal who;
    private final String format;
    private final Semaphore messages = new Semaphore(MAX_MESSAGES);
    private final Semaphore units = new Semaphore(MAX_UNITS);
    private final ReentrantLock sending = new ReentrantLock();
    private final BlockingQueue<Pending> pending = new LinkedBlockingQueue<>();
    private final Thread waiter;

    Window(Connection connection, Principal who, String format) {
        this.connection = connection;
        this.who = who;
        this.format = format;
        this.waiter = Thread.ofVirtual().name("syslog-window").start(this::waitForKafka);
    }

    void send(byte[] message) throws InterruptedException {
        if (message.length > 0) {
            add(new Taken.Whole(message, MemoryBudget.Share.NONE));
        }
    }

    void refuse(Taken.Passed passed) throws InterruptedException {
        if (passed.bytes() > 0) {
            add(passed);
        }
    }

    /// Waits until Kafka has everything.
    void settle() throws InterruptedException {
        messages.acquire(MAX_MESSAGES);
        messages.release(MAX_MESSAGES);
    }

    private void add(Taken taken) throws InterruptedException {
        messages.acquire();
        units.acquire(Pending.units(taken));
        connection.hold();
        send(taken, 1);
    }

    private void send(Taken taken, int tries) {
        sending.lock();
        try {
            Lane lane = connection.as(who);
            CompletableFuture<?> sent =
                    switch (taken) {
                        case Taken.Whole(byte[] message, MemoryBudget.Share _) ->
                                lane.send(format, message);
                        case Taken.Passed passed -> lane.refuse(format, passed);
                    };
            pending.add(new Pending(taken, tries, sent));
        } finally {
            sending.unlock();
        }
    }

    /// The oldest first; what Kafka did not take goes to the end, with a number of another lane.
    private void waitForKafka() {
        try {
            while (true) {
                Pending first = pending.take();
                try {
                    first.sent().get();
                    units.release(first.units());
                    messages.release();
                    connection.release(1);
                } catch (ExecutionException _failed) {
                    if (first.tries() >= MAX_TRIES) {
                        connection.end(CloseReason.UNDELIVERED);
                        return;
                    }
                    send(first.taken(), first.tries() + 1);
                }
            }
        } catch (InterruptedException _over) {
            // The connection is over.
        }
    }

    @Override
    public void close() {
        waiter.interrupt();
    }
}
