package io.countersign.intake.relp;

import io.countersign.intake.listen.CloseReason;
import io.countersign.intake.listen.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The answers of a session, in the order of its transactions, each held back until Kafka has what
/// it acknowledges. One thread adds, another writes; while the queue is full nothing is read.
final class Answers {
    static final CompletableFuture<?> NOTHING = CompletableFuture.completedFuture(null);

    private static final int MAX_WAITING = 1_024;
    private static final int MAX_BATCH_BYTES = 16 * 1024;

    /// @param last nothing is to be written and nothing follows
    private record Answer(int transaction, String text, CompletableFuture<?> sent, boolean last) {}

    private static final Answer LAST = new Answer(0, "", NOTHING, true);

    private final Connection connection;
    private final BlockingQueue<Answer> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private volatile boolean abandoned;
    private volatile @Nullable Thread writer;

    Answers(Connection connection) {
        this.connection = connection;
    }

    /// Waits while too many wait.
    void add(int transaction, String text, CompletableFuture<?> sent) throws InterruptedException {
        connection.hold();
        waiting.put(new Answer(transaction, text, sent, false));
    }

    /// No more come; those that wait are written.
    void end() throws InterruptedException {
        waiting.put(LAST);
    }

    /// The session is over; nobody reads what is still to be written.
    void abandon() {
        abandoned = true;
        Thread running = writer;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Writes until the last one, or until the connection breaks.
    void write() {
        writer = Thread.currentThread();
        try {
            Answer next = waiting.take();
            while (!next.last() && !abandoned) {
                ByteArrayOutputStream batch = new ByteArrayOutputStream();
                int answered = 0;
                do {
                    next.sent().get();
                    batch.writeBytes(RelpFrame.response(next.transaction(), next.text()));
                    answered++;
                    next = waiting.peek();
                } while (next != null
                        && waiting.remove(next)
                        && !next.last()
                        && next.sent().isDone()
                        && batch.size() < MAX_BATCH_BYTES);
                connection.write(batch.toByteArray());
                connection.release(answered);
                if (next == null) {
                    next = waiting.take();
                }
            }
        } catch (ExecutionException _failed) {
            connection.end(
                    CloseReason.UNDELIVERED, new RelpProtocol().farewell(CloseReason.UNDELIVERED));
        } catch (IOException _gone) {
            connection.end(CloseReason.BROKEN);
        } catch (InterruptedException _over) {
            // Abandoned.
        }
    }
}
