package io.countersign.detectors.destination;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Whether a BAA of this site covered a request at its time, and why.
///
/// @param state the answer
/// @param baaRow id of the register row that decided
/// @param reasons codes of [Reason], in the order in which they arose; never empty
public record Coverage(CoverageState state, Optional<String> baaRow, List<String> reasons) {
    public Coverage {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(baaRow, "baaRow");
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a coverage needs a reason");
        }
    }

    /// Whether the reasons hold this one.
    public boolean has(Reason reason) {
        return reasons.contains(reason.name());
    }
}
