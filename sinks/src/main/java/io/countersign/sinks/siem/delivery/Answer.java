package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.SinkFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What a receiver's answer to a batch means, as the sink's RetryPolicy judged it. The core does
/// the rest: waiting, sending again, halving, dead letters, watermarks.
public sealed interface Answer {
    /// Each event has an end of its own.
    ///
    /// @param outcomes in the order of the batch, one for each event
    /// @param after how long to wait before what must be sent again; the core's own pause where the
    ///   receiver named none
    record Each(List<Outcome> outcomes, Optional<Duration> after) implements Answer {
        public Each {
            outcomes = List.copyOf(outcomes);
        }
    }

    /// Nothing of the batch was taken as far as anybody can tell, and it may be later.
    ///
    /// @param after what the receiver asked for; the core's own pause where it did not
    record Again(String code, Optional<Duration> after) implements Answer {}

    /// Nothing was taken since the batch is too large, or since one of its events is bad and the
    /// receiver does not say which: it is sent again in two halves. A single event becomes a dead
    /// letter with this code.
    record Halve(String code) implements Answer {}

    /// The receiver refuses us, not the events: a wrong token, a missing right, a wrong name. The
    /// core waits, longer each time, and tries again: somebody mends it.
    record Denied(String code) implements Answer {}

    /// It makes no sense to go on: the task stops.
    ///
    /// @param where a path or an address without a secret
    record Stop(SinkFailure failure, String where) implements Answer {}

    /// Every event of the batch has this outcome.
    static Answer all(Batch batch, Outcome outcome) {
        return new Each(Collections.nCopies(batch.size(), outcome), Optional.empty());
    }

    static Answer again(String code) {
        return new Again(code, Optional.empty());
    }
}
