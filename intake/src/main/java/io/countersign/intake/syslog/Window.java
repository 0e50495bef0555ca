package io.countersign.intake.syslog;

import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.Lane;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Principal;
import io.countersign.intake.listen.Taken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// What a connection has read and Kafka has not acknowledged: bounded, and sent again where Kafka
/// did not take it, since nobody else can send it again. For one thread.
final class Window {
    private static final int MAX_MESSAGES = 1_000;
    private static final long MAX_BYTES = 16L * 1024 * 1024;

    /// Each of them has waited for Kafka as long as the producer does.
    private static final int MAX_TRIES = 5;

    private record Pending(Taken taken, int tries, CompletableFuture<?> sent) {
        long bytes() {
            return taken instanceof Taken.Whole(byte[] bytes, MemoryBudget.Share _)
                    ? bytes.length
                    : 0;
        }
    }

    private final Connection connection;
    private final Principal who;
    private final String format;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long bytes;

    Window(Connection connection, Principal who, String format) {
        this.connection = connection;
        this.who = who;
        this.format = format;
    }

    void send(byte[] message) throws InterruptedException {
        if (message.length > 0) {
            add(new Taken.Whole(message, MemoryBudget.Share.NONE), 1);
        }
    }

    void refuse(Taken.Passed passed) throws InterruptedException {
        if (passed.bytes() > 0) {
            add(passed, 1);
        }
    }

    /// Waits until Kafka has everything.
    void settle() throws InterruptedException {
        while (!pending.isEmpty()) {
            first();
        }
    }

    private void add(Taken taken, int tries) throws InterruptedException {
        while (pending.size() >= MAX_MESSAGES || bytes > MAX_BYTES || isFirstDone()) {
            first();
        }
        Lane lane = connection.as(who);
        CompletableFuture<?> sent =
                switch (taken) {
                    case Taken.Whole(byte[] message, MemoryBudget.Share _) ->
                            lane.send(format, message);
                    case Taken.Passed passed -> lane.refuse(format, passed);
                };
        Pending added = new Pending(taken, tries, sent);
        pending.add(added);
        bytes += added.bytes();
    }

    private boolean isFirstDone() {
        Pending first = pending.peek();
        return first != null && first.sent().isDone();
    }

    /// Waits for the oldest one; what Kafka did not take goes to the end, with a new number.
    private void first() throws InterruptedException {
        Pending first = pending.element();
        try {
            first.sent().get();
            pending.remove();
            bytes -= first.bytes();
        } catch (ExecutionException _failed) {
            pending.remove();
            bytes -= first.bytes();
            if (first.tries() >= MAX_TRIES) {
                connection.end(CloseReason.UNDELIVERED);
                throw new InterruptedException("Kafka takes nothing");
            }
            add(first.taken(), first.tries() + 1);
        }
    }
}
