package io.countersign.intake.http;

import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.Lane;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Taken;
import io.countersign.intake.listen.WireReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// The records of one request on their way to Kafka. For one thread.
final class Delivery {
    private static final int MAX_WAITING = 10_000;
    private static final int ACKNOWLEDGE_SECONDS = 30;

    private final Connection connection;
    private final Lane lane;
    private final Deque<CompletableFuture<RecordMetadata>> waiting = new ArrayDeque<>();
    private int accepted;
    private int refused;
    private boolean failed;
    private @Nullable RecordMetadata last;

    Delivery(Connection connection, Lane lane) {
        this.connection = connection;
        this.lane = lane;
    }

    void take(String format, Taken taken) throws InterruptedException {
        while (waiting.size() >= MAX_WAITING) {
            first(ACKNOWLEDGE_SECONDS);
        }
        switch (taken) {
            case Taken.Whole(byte[] bytes, MemoryBudget.Share _) -> {
                waiting.add(lane.send(format, bytes));
                accepted++;
            }
            case Taken.Passed passed -> {
                waiting.add(lane.refuse(format, passed));
                refused++;
            }
        }
    }

    /// Takes a record a line, but for empty ones.
    void takeLines(String format, WireReader content) throws IOException, InterruptedException {
        while (content.peek() >= 0) {
            // The last line may do without its end: the body's own says that it is whole.
            try (Taken line = content.toLineFeedOrEnd()) {
                if (!line.isEmpty()) {
                    take(format, line);
                }
            }
        }
    }

    /// Whether Kafka has all of them; waits as long as a client does.
    boolean isOnKafka() throws InterruptedException {
        connection.messageIsRead();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ACKNOWLEDGE_SECONDS);
        while (!waiting.isEmpty() && !failed) {
            first(TimeUnit.NANOSECONDS.toSeconds(until - System.nanoTime()));
        }
        return !failed;
    }

    private void first(long seconds) throws InterruptedException {
        try {
            last = waiting.element().get(Math.max(1, seconds), TimeUnit.SECONDS);
            waiting.remove();
        } catch (ExecutionException | TimeoutException _unacknowledged) {
            waiting.remove();
            failed = true;
        }
    }

    /// Done once Kafka has all of them; fails where it has not.
    CompletableFuture<Void> onKafka() {
        return failed
                ? CompletableFuture.failedFuture(new IllegalStateException("not delivered"))
                : CompletableFuture.allOf(waiting.toArray(new CompletableFuture<?>[0]));
    }

    int accepted() {
        return accepted;
    }

    int refused() {
        return refused;
    }

    /// Where the last one lies; only once it is on Kafka.
    RecordMetadata place() {
        RecordMetadata known = last;
        if (known == null) {
            throw new IllegalStateException("nothing is on Kafka");
        }
        return known;
    }
}
