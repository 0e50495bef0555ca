package io.countersign.detectors.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Whether a BAA of this site covered a request at its time, and why.
///
/// @param state the answer
/// @param baaRow id of the register row that decided
/// @param reasons codes of [Reason], in the order in which they arose; never empty
/// @param details what the reasons speak of, as `key=value`: `plan`, `feature`, `model`, `needs`
///   and so on. All of it comes from the policy, none from the record.
public record Coverage(
        CoverageState state, Optional<String> baaRow, List<String> reasons, List<String> details) {
    public Coverage {
        details = List.copyOf(details);
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(baaRow, "baaRow");
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a coverage needs a reason");
        }
    }

    /// Without details.
    public Coverage(CoverageState state, Optional<String> baaRow, List<String> reasons) {
        this(state, baaRow, reasons, List.of());
    }

    /// The same with further details.
    public Coverage with(List<String> more) {
        List<String> all = new ArrayList<>(details);
        all.addAll(more);
        return new Coverage(state, baaRow, reasons, all);
    }

    /// The first reason, for a person.
    public String sentence() {
        return Reason.sentence(reasons.getFirst(), baaRow, details).orElse(reasons.getFirst());
    }

    /// Whether the reasons hold this one.
    public boolean has(Reason reason) {
        return reasons.contains(reason.name());
    }
}
