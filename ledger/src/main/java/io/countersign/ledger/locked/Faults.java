package io.countersign.ledger.locked;

import io.countersign.ledger.locked.LockedFault.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a check has found so far. Any thread.
final class Faults {
    /// Faults that are listed; all are counted.
    private static final int MAX_LISTED = 1_000;

    private final List<LockedFault> listed = new ArrayList<>();
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    synchronized void add(Kind kind, String place, String sentence) {
        counts.merge(kind, 1L, Long::sum);
        if (listed.size() < MAX_LISTED) {
            listed.add(new LockedFault(kind, place, sentence));
        }
    }

    /// The first of them, by weight.
    synchronized List<LockedFault> listed() {
        return listed.stream()
                .sorted(Comparator.comparing(LockedFault::kind).thenComparing(LockedFault::place))
                .toList();
    }

    synchronized Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }
}
