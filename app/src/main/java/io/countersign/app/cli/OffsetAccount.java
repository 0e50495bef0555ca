package io.countersign.app.cli;

import io.countersign.audit.verify.InputSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/// One input partition: what the log accounts for, and what the brokers hold of it.
///
/// @param fromOffset first offset, from the genesis of the first chain that read it
/// @param toOffset first offset that no tally accounts for
/// @param lost offsets that a gap entry says were deleted unread
/// @param openEntries entries of offsets from `toOffset` on
/// @param broker empty where no brokers were asked, or where they have no such partition
record OffsetAccount(
        TopicPartition input,
        long fromOffset,
        long toOffset,
        long lost,
        long openEntries,
        State state,
        Optional<BrokerOffsets.Range> broker) {
    /// What the two sides together say.
    enum State {
        /// No brokers were asked.
        NOT_COMPARED,
        /// The log accounts for all that the brokers ever took.
        ACCOUNTED,
        /// The brokers hold more: the next tally has to account for it.
        OPEN,
        /// The brokers deleted records that the log does not account for; no gap entry says so.
        LOST_UNREAD,
        /// The log accounts for offsets that the brokers never gave: the topic was replaced or cut.
        CUT,
        /// The brokers have no such partition.
        MISSING;

        /// Whether records are missing, or nobody can tell any more.
        boolean isFault() {
            return this == LOST_UNREAD || this == CUT || this == MISSING;
        }
    }

    /// Adds up the chains of a log. Where several generations read one partition, each goes on
    /// where the one before ended.
    ///
    /// @param brokers empty where none were asked
    static List<OffsetAccount> of(List<InputSummary> inputs, Optional<BrokerOffsets> brokers) {
        Map<String, List<InputSummary>> byPartition = new TreeMap<>();
        for (InputSummary input : inputs) {
            byPartition
                    .computeIfAbsent(
                            "%s/%09d".formatted(input.topic(), input.partition()),
                            _ -> new ArrayList<>())
                    .add(input);
        }
        return byPartition.values().stream().map(same -> of(brokers, same)).toList();
    }

    private static OffsetAccount of(Optional<BrokerOffsets> brokers, List<InputSummary> same) {
        InputSummary first = same.getFirst();
        long from = first.fromOffset();
        long to = first.toOffset();
        long lost = 0;
        long open = 0;
        for (InputSummary input : same) {
            from = Math.min(from, input.fromOffset());
            to = Math.max(to, input.toOffset());
            lost += input.lost();
            open += input.openEntries();
        }
        TopicPartition partition = new TopicPartition(first.topic(), first.partition());
        Optional<BrokerOffsets.Range> broker =
                brokers.map(BrokerOffsets::ranges)
                        .flatMap(ranges -> Optional.ofNullable(ranges.get(partition)));
        return new OffsetAccount(
                partition, from, to, lost, open, state(to, brokers.isPresent(), broker), broker);
    }

    private static State state(long to, boolean asked, Optional<BrokerOffsets.Range> broker) {
        if (broker.isEmpty()) {
            return asked ? State.MISSING : State.NOT_COMPARED;
        }
        if (broker.get().end() < to) {
            return State.CUT;
        }
        if (broker.get().start() > to) {
            return State.LOST_UNREAD;
        }
        return broker.get().end() == to ? State.ACCOUNTED : State.OPEN;
    }

    /// One plain sentence.
    String sentence() {
        return switch (state) {
            case NOT_COMPARED -> "not compared with brokers";
            case ACCOUNTED -> "all that the brokers took is accounted for";
            case OPEN -> (broker.orElseThrow().end() - toOffset) + " offsets wait for a tally";
            case LOST_UNREAD ->
                    (broker.orElseThrow().start() - toOffset)
                            + " offsets were deleted before the log accounted for them, and no gap entry says so";
            case CUT ->
                    "the brokers never gave the last "
                            + (toOffset - broker.orElseThrow().end())
                            + " offsets that the log accounts for: the topic was replaced or cut";
            case MISSING -> "the brokers have no such partition";
        };
    }
}
