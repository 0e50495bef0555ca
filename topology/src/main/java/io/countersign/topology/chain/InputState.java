package io.countersign.topology.chain;

import io.countersign.schemas.InputTally;
import io.countersign.schemas.OffsetRange;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How far one input partition is accounted for, and what its open tally holds. Mutable, owned by
/// one task.
///
/// The open tally covers `[tallyFrom, next)`. The counts of all outcomes but REPLAYED add up to the
/// length of that range.
final class InputState {
    /// A tally lists at most so many holes; one more makes it due.
    static final int MAX_HOLES = 256;

    private static final Outcome[] OUTCOMES = Outcome.values();

    final String topic;
    final byte[] topicBytes;
    final int partition;
    long tallyFrom;
    long next;
    final long[] counts = new long[OUTCOMES.length];
    final List<OffsetRange> holes = new ArrayList<>();

    InputState(String topic, int partition, long start) {
        this.topic = topic;
        this.topicBytes = topic.getBytes(StandardCharsets.US_ASCII);
        this.partition = partition;
        this.tallyFrom = start;
        this.next = start;
    }

    /// Accounts one offset, and the hole before it where there is one.
    void account(long offset, Outcome outcome) {
        skipHoleTo(offset);
        counts[outcome.ordinal()]++;
        next = offset + 1;
    }

    /// Accounts `[next, offset)` as a hole, which the tally names.
    private void skipHoleTo(long offset) {
        if (offset > next) {
            counts[Outcome.HOLE.ordinal()] += offset - next;
            holes.add(new OffsetRange(next, offset));
            next = offset;
        }
    }

    /// Accounts `[next, offset)` as lost; a `gap` entry names it.
    void loseTo(long offset) {
        if (offset > next) {
            counts[Outcome.LOST.ordinal()] += offset - next;
            next = offset;
        }
    }

    void accountReplayed() {
        counts[Outcome.REPLAYED.ordinal()]++;
    }

    boolean isEmpty() {
        return tallyFrom == next && counts[Outcome.REPLAYED.ordinal()] == 0;
    }

    /// The open tally as it goes into an entry; the next one begins where it ends.
    InputTally close() {
        List<OutcomeCount> listed = new ArrayList<>();
        for (Outcome outcome : OUTCOMES) {
            if (counts[outcome.ordinal()] > 0) {
                listed.add(new OutcomeCount(outcome, counts[outcome.ordinal()]));
                counts[outcome.ordinal()] = 0;
            }
        }
        InputTally tally =
                new InputTally(topic, partition, tallyFrom, next, listed, List.copyOf(holes));
        holes.clear();
        tallyFrom = next;
        return tally;
    }
}
