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
        skipTo(offset, Outcome.HOLE);
        counts[outcome.ordinal()]++;
        next = offset + 1;
    }

    /// Accounts `[next, offset)` as a hole, or as lost.
    void skipTo(long offset, Outcome outcome) {
        if (offset > next) {
            counts[outcome.ordinal()] += offset - next;
            holes.add(new OffsetRange(next, offset));
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
