package io.countersign.topology.steps;

import io.countersign.detectors.Sensitivity;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.phi.Inspection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What the inspection of an event's content came to. [#toString()] gives codes only.
///
/// @param inspected how far
/// @param reason why it is not FULL, a code; empty where it is
/// @param phi whether it is PHI; empty: undecided
/// @param inspection the findings, empty where there was no text
public record ContentFinding(
        Inspected inspected,
        String reason,
        Optional<Boolean> phi,
        Optional<Inspection> inspection) {
    /// No text came with the event.
    static ContentFinding notInspected(String reason) {
        return new ContentFinding(
                Inspected.NOT_INSPECTED, reason, Optional.empty(), Optional.empty());
    }

    /// The stricter rules that anything found falls under; most often none.
    public Set<Sensitivity> sensitivities() {
        Set<Sensitivity> all = EnumSet.noneOf(Sensitivity.class);
        inspection.ifPresent(
                found -> found.findings().forEach(one -> all.addAll(one.sensitivities())));
        return all;
    }
}
