package io.countersign.sinks.siem.delivery;

import java.util.List;

/// What became of the accepted events of an earlier batch: [Outcome.Delivered], or [Outcome.Again]
/// where the receiver does not say that it has them.
public sealed interface Confirmation {
    /// The batch's number.
    long batch();

    /// @param index among the batch's accepted events, in their order
    Outcome outcome(int index);

    /// The receiver vouches for a batch as a whole.
    record All(long batch, Outcome of) implements Confirmation {
        public All {
            requireEnd(of);
        }

        @Override
        public Outcome outcome(int index) {
            return of;
        }
    }

    /// The receiver answers to each event.
    ///
    /// @param outcomes one for each accepted event, in their order
    record Each(long batch, List<Outcome> outcomes) implements Confirmation {
        public Each {
            outcomes = List.copyOf(outcomes);
            outcomes.forEach(Confirmation::requireEnd);
        }

        @Override
        public Outcome outcome(int index) {
            return outcomes.get(index);
        }
    }

    private static void requireEnd(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            throw new IllegalArgumentException("accepted is not an end");
        }
    }
}
