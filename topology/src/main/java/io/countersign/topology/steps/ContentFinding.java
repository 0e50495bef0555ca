package io.countersign.topology.steps;

import io.countersign.detectors.Sensitivity;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.phi.Decision;
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
/// @param source what the source's own DLP reported
/// @param phiBySource whether that decided: we read none of the PHI
public record ContentFinding(
        Inspected inspected,
        String reason,
        Optional<Boolean> phi,
        Optional<Inspection> inspection,
        SourceReports source,
        boolean phiBySource) {
    /// The source's own DLP said nothing.
    ContentFinding(
            Inspected inspected,
            String reason,
            Optional<Boolean> phi,
            Optional<Inspection> inspection) {
        this(inspected, reason, phi, inspection, SourceReports.NONE, false);
    }

    /// No text came with the event.
    static ContentFinding notInspected(String reason) {
        return new ContentFinding(
                Inspected.NOT_INSPECTED, reason, Optional.empty(), Optional.empty());
    }

    /// The same with what the source's own DLP reported. It adds a yes where our own reading has
    /// none; that we did not read a prompt in full, and the source did look, is said.
    ///
    /// @param promptRead whether the record carried the prompt itself
    ContentFinding with(SourceReports reports, boolean looked, boolean promptRead) {
        if (reports.equals(SourceReports.NONE)) {
            return this;
        }
        boolean ours = phi.orElse(false);
        boolean bySource = !ours && reports.decision().flatMap(Decision::phi).orElse(false);
        boolean instead = looked && !ours && !promptRead && inspected != Inspected.FULL;
        boolean unknownName = looked && !bySource && !reports.unmapped().isEmpty();
        return new ContentFinding(
                instead ? Inspected.BY_SOURCE : inspected,
                instead && unknownName ? SourceReports.NOT_MAPPED : reason,
                bySource ? Optional.of(true) : phi,
                inspection,
                reports,
                bySource);
    }

    /// The rule that joined identity and health, or why they were not joined; empty where nobody
    /// looked.
    public Optional<Decision.Reason> phiReason() {
        return (phiBySource ? source.decision() : inspection.map(Inspection::decision))
                .map(Decision::reason);
    }

    /// The stricter rules that anything found falls under; most often none.
    public Set<Sensitivity> sensitivities() {
        Set<Sensitivity> all = EnumSet.noneOf(Sensitivity.class);
        inspection.ifPresent(
                found -> found.findings().forEach(one -> all.addAll(one.sensitivities())));
        return all;
    }
}
