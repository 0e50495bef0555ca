package io.countersign.ledger.locked;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Keeps the bundles of some entries whatever their date.
///
/// @param name `hold:ID` or `case:ID`
/// @param bundles numbers of bundles, by the origin of their log; those that are not full yet are
///   held with their first locking
/// @param ended the log says that the hold is over: its bundles are kept until then, and the hold
///   goes
public record LegalHold(String name, Map<String, Set<Long>> bundles, Optional<Instant> ended) {
    public LegalHold {
        bundles = Map.copyOf(bundles);
    }

    Set<Long> of(String origin) {
        return new TreeSet<>(bundles.getOrDefault(origin, Set.of()));
    }
}
