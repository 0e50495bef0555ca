package io.countersign.detectors.identity;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A part of the directory, as it is published on its own.
///
/// @param loadedMillis when somebody loaded it, in milliseconds since 1970
/// @param rules where this part has them
/// @param leases by their address
public record PeoplePart(
        long loadedMillis,
        Optional<SpellingRules> rules,
        List<Stint> stints,
        Map<String, List<Lease>> leases) {
    public PeoplePart {
        Objects.requireNonNull(rules, "rules");
        stints = List.copyOf(stints);
        leases = Map.copyOf(leases);
    }

    /// Counts only.
    @Override
    public String toString() {
        return "PeoplePart[" + stints.size() + " stints, " + leases.size() + " addresses]";
    }
}
