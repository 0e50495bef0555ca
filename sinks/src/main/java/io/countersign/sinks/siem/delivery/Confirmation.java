package io.countersign.sinks.siem.delivery;

/// What became of the accepted events of an earlier batch: [Outcome.Delivered], or [Outcome.Again]
/// where the receiver does not say that it has them.
///
/// @param batch the batch's number
public record Confirmation(long batch, Outcome outcome) {
    public Confirmation {
        if (outcome instanceof Outcome.Accepted) {
            throw new IllegalArgumentException("accepted is not an end");
        }
    }
}
