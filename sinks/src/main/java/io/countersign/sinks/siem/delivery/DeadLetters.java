package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/// Where records go that no receiver will take: as a [DeadLetter] to Connect's dead letter queue
/// where the connector has one, else the task stops. Never dropped.
///
/// The sender's thread adds, the task's thread writes, and a record is resolved only once its
/// letter is on the topic.
final class DeadLetters {
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

    private final @Nullable ErrantRecordReporter reporter;
    private final SinkTime time;
    private final ConcurrentLinkedQueue<Refused> refused = new ConcurrentLinkedQueue<>();

    /// An event that the receiver refused.
    record Refused(OutboundEvent event, String code) {}

    /// @param reporter null where neither a dead letter topic nor `errors.log.enable` is configured
    DeadLetters(@Nullable ErrantRecordReporter reporter, SinkTime time) {
        this.reporter = reporter;
        this.time = time;
    }

    /// To be written by the next [#write].
    void add(OutboundEvent event, String code) {
        refused.add(new Refused(event, code));
    }

    boolean isEmpty() {
        return refused.isEmpty();
    }

    /// Writes a letter for a record that could not be decoded.
    ///
    /// @throws SinkFailureException where there is no dead letter queue, or it cannot be written
    void undecodable(DeadLetter letter) {
        await(report(letter, SinkFailure.UNDECODABLE), letter.at());
    }

    /// Writes what was added and returns it: all of it is on the topic.
    ///
    /// @throws SinkFailureException where there is no dead letter queue, or it cannot be written
    List<Refused> write() {
        List<Refused> written = new ArrayList<>();
        List<Future<Void>> pending = new ArrayList<>();
        for (Refused next = refused.peek(); next != null; next = refused.peek()) {
            pending.add(
                    report(DeadLetter.of(next.event(), next.code()), SinkFailure.EVENT_REFUSED));
            refused.remove();
            written.add(next);
        }
        for (int i = 0; i < pending.size(); i++) {
            await(pending.get(i), written.get(i).event().at());
        }
        return written;
    }

    private Future<Void> report(DeadLetter letter, SinkFailure failure) {
        RecordAt at = letter.at();
        SinkFailureException reason = new SinkFailureException(failure, at + ": " + letter.code());
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

    private static void await(Future<Void> written, RecordAt at) {
        try {
            written.get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Without the cause, which may quote what could not be written.
            throw new SinkFailureException(
                    SinkFailure.DEAD_LETTER_NOT_WRITTEN, at + ": " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkFailureException(
                    SinkFailure.DEAD_LETTER_NOT_WRITTEN, at + ": interrupted");
        }
    }
}
