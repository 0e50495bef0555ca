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
    /// Begins a detail that names a service which the record itself shows on the way, whether or
    /// not it decided: whoever judges again has no other trace of it.
    public static final String ON_THE_WAY = "way=";

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

    /// By the vendor's terms, or by the register as a whole.
    static Coverage of(CoverageState state, Reason reason, String... details) {
        return new Coverage(state, Optional.empty(), List.of(reason.name()), List.of(details));
    }

    /// By a row of the register.
    static Coverage byRow(Agreement row, CoverageState state, Reason reason, String... details) {
        return new Coverage(state, Optional.of(row.id()), List.of(reason.name()), List.of(details));
    }

    /// The same with one reason more, and what it speaks of.
    Coverage also(Reason reason, String... more) {
        List<String> all = new ArrayList<>(reasons);
        all.add(reason.name());
        return new Coverage(state, baaRow, all, details).with(List.of(more));
    }

    /// The weaker of two links of one way; of two that are alike, this one.
    Coverage orWeaker(Coverage other) {
        return other.state().isWeakerThan(state) ? other : this;
    }

    /// The same with further details.
    public Coverage with(List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(details);
        all.addAll(more);
        return new Coverage(state, baaRow, reasons, all);
    }

    /// The services on the way that details of a coverage name.
    public static List<String> onTheWay(List<String> details) {
        return details.stream()
                .filter(detail -> detail.startsWith(ON_THE_WAY))
                .map(detail -> detail.substring(ON_THE_WAY.length()))
                .toList();
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
