package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/// Where records go that no receiver will take: as a [DeadLetter] to Connect's dead letter queue
/// where the connector has one, else the task stops. Never dropped.
///
/// Any thread adds, the task's thread writes, and a record is resolved only once its letter is on
/// the topic. A broker that does not answer is waited for as long as it takes: Connect's producer
/// tries again with growing pauses, nothing below the record is committed, and from [#PATIENCE] on
/// the task is held back.
final class DeadLetters {
    /// A letter that is not written for so long holds the task back.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// So do this many.
    private static final int MAX_PENDING = 1_000;

    private final @Nullable ErrantRecordReporter reporter;
    private final SinkTime time;
    private final ConcurrentLinkedQueue<Owed> added = new ConcurrentLinkedQueue<>();

    /// Handed to Connect, in that order; the task's thread only.
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();

    private volatile int pendingCount;

    /// Since when the oldest is pending, where there is one.
    private volatile long sinceNanos;

    private volatile boolean isPending;

    /// A record whose letter has to be written.
    ///
    /// @param event what is held of it; empty where it could not be decoded
    record Owed(
            DeadLetter letter,
            SinkFailure why,
            Watermarks.Mark mark,
            Optional<OutboundEvent> event) {}

    private record Pending(Owed owed, Future<Void> write, long sinceNanos) {}

    /// @param reporter null where neither a dead letter topic nor `errors.log.enable` is configured
    DeadLetters(@Nullable ErrantRecordReporter reporter, SinkTime time) {
        this.reporter = reporter;
        this.time = time;
    }

    /// Of an event that the receiver refused, to be written by the next [#write].
    void add(OutboundEvent event, String code) {
        added.add(
                new Owed(
                        DeadLetter.of(event, code),
                        SinkFailure.EVENT_REFUSED,
                        event.mark(),
                        Optional.of(event)));
    }

    /// Of a record that could not be decoded, to be written by the next [#write].
    ///
    /// @throws SinkFailureException where there is no dead letter queue
    void undecodable(DeadLetter letter, Watermarks.Mark mark) {
        if (reporter == null) {
            throw reason(letter, SinkFailure.UNDECODABLE);
        }
        added.add(new Owed(letter, SinkFailure.UNDECODABLE, mark, Optional.empty()));
    }

    boolean isEmpty() {
        return added.isEmpty() && pendingCount == 0;
    }

    /// Whether a letter waits for the broker for longer than [#PATIENCE].
    boolean isStuck() {
        return isPending && time.nanos() - sinceNanos > PATIENCE.toNanos();
    }

    /// Whether nothing more should be read until some are written.
    boolean holdsBack() {
        return isStuck() || pendingCount >= MAX_PENDING;
    }

    /// Hands what was added to Connect, without waiting for the broker, and returns those whose
    /// letters are on the topic.
    ///
    /// @throws SinkFailureException where there is no dead letter queue, or the broker refuses
    List<Owed> write() {
        for (Owed next = added.peek(); next != null; next = added.peek()) {
            long now = time.nanos();
            if (pending.isEmpty()) {
                // Before it is handed over: a producer that knows no broker yet waits there.
                sinceNanos = now;
                isPending = true;
            }
            pending.addLast(new Pending(next, report(next.letter, next.why), now));
            pendingCount = pending.size();
            added.remove();
        }
        List<Owed> written = new ArrayList<>();
        pending.removeIf(one -> {
            boolean done = one.write.isDone();
            if (done) {
                requireWritten(one);
                written.add(one.owed);
            }
            return done;
        });
        pendingCount = pending.size();
        Pending oldest = pending.peekFirst();
        sinceNanos = oldest == null ? 0 : oldest.sinceNanos;
        isPending = oldest != null;
        return written;
    }

    private Future<Void> report(DeadLetter letter, SinkFailure why) {
        RecordAt at = letter.at();
        SinkFailureException reason = reason(letter, why);
        if (reporter == null) {
            throw reason;
        }
        // A record of our own making: of the record as it came Connect would write all bytes.
        SinkRecord record =
                new SinkRecord(
                        at.partition().topic(),
                        at.partition().partition(),
                        null,
                        letter.key(),
                        null,
                        letter.value(),
                        at.offset(),
                        // Retention goes by it: with the time of an old entry the broker would
                        // delete the letter unread.
                        time.millis(),
                        org.apache.kafka.common.record.TimestampType.CREATE_TIME);
        return reporter.report(record, reason);
    }

    private static SinkFailureException reason(DeadLetter letter, SinkFailure why) {
        return new SinkFailureException(why, letter.at() + ": " + letter.code());
    }

    private static void requireWritten(Pending one) {
        RecordAt at = one.owed.letter.at();
        try {
            one.write.get();
        } catch (ExecutionException e) {
            // Without the cause, whose message may quote what could not be written.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new SinkFailureException(
                    SinkFailure.DEAD_LETTER_NOT_WRITTEN,
                    at + ": " + cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkFailureException(
                    SinkFailure.DEAD_LETTER_NOT_WRITTEN, at + ": interrupted");
        }
    }
}
