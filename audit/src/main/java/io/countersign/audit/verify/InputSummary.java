package io.countersign.audit.verify;

import io.countersign.schemas.Outcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What became of the offsets of one input partition, as one chain accounts for them.
///
/// @param fromOffset first offset, from the chain's genesis
/// @param toOffset first offset that no tally accounts for
/// @param counts sum over all tallies; outcomes that never occurred are left out
/// @param openEntries entries of offsets after the last tally
public record InputSummary(
        String chain,
        String topic,
        int partition,
        long fromOffset,
        long toOffset,
        Map<Outcome, Long> counts,
        long openEntries) {
    public InputSummary {
        EnumMap<Outcome, Long> copy = new EnumMap<>(Outcome.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
    }

    /// How many offsets ended so.
    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /// Offsets that the broker deleted before they were read.
    public long lost() {
        return count(Outcome.LOST);
    }
}
