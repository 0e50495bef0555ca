package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.recognise.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the windows of one text say together: a name in the first and a diagnosis in the last make
/// PHI, as they would in one piece. Keeps no place and no text but the MRNs of patients that an
/// index names, so that its size does not grow with the text's.
///
/// Not for several threads at once.
public final class JoinedInspection {
    /// Findings that the decision tells apart: type, likelihood and evidence. More are not kept,
    /// and the text then counts as not fully inspected.
    private static final int MAX_KINDS = 1 << 16;

    /// The decision asks whether there is one of a kind, or several.
    private static final int KEPT_OF_A_KIND = 2;

    /// Patients that are told apart; more are not kept, and the text then counts as not fully
    /// inspected.
    private static final int MAX_PATIENTS = 1 << 16;

    private record Kind(InfoType type, Likelihood likelihood, List<String> evidence) {}

    private final Map<Kind, Integer> kinds = new HashMap<>();
    private final List<Finding> kept = new ArrayList<>();
    private final Facts facts = new Facts();
    private final Set<String> patients = new LinkedHashSet<>();
    private final Optional<PatientIndex> index;
    private final Instant now;
    private long findings;
    private boolean inspectedSomething;
    private Extent.Reason reason = Extent.Reason.NONE;

    public JoinedInspection() {
        this(Optional.empty(), Instant.EPOCH);
    }

    /// @param index the patient index that the windows' inspections asked
    /// @param now decides whether it is fresh
    public JoinedInspection(Optional<PatientIndex> index, Instant now) {
        this.index = Objects.requireNonNull(index, "index");
        this.now = Objects.requireNonNull(now, "now");
    }

    /// Adds the inspection of a further window.
    ///
    /// @param owned those of its findings that the window reports
    public void add(Inspection inspection, List<Finding> owned) {
        facts.add(inspection.facts());
        inspectedSomething |= inspection.extent() != Extent.NOT_INSPECTED;
        limit(inspection.extentReason());
        for (String mrn : inspection.patients()) {
            if (patients.size() < MAX_PATIENTS) {
                patients.add(mrn);
            } else if (!patients.contains(mrn)) {
                limit(Extent.Reason.COUNT_LIMIT);
            }
        }
        findings += owned.size();
        for (Finding finding : owned) {
            Kind kind = new Kind(finding.type(), finding.likelihood(), finding.evidence());
            int count = kinds.getOrDefault(kind, 0);
            if (count == KEPT_OF_A_KIND) {
                continue;
            }
            if (kinds.size() == MAX_KINDS) {
                limit(Extent.Reason.COUNT_LIMIT);
                continue;
            }
            kinds.put(kind, count + 1);
            kept.add(finding);
        }
    }

    private void limit(Extent.Reason why) {
        if (reason == Extent.Reason.NONE) {
            reason = why;
        }
    }

    /// Findings of all windows.
    public long findings() {
        return findings;
    }

    /// The decision about the whole text, as far as it was added.
    public Decision decision() {
        Decision decision = Decide.of(kept, facts, extent() == Extent.FULL);
        return index.isPresent()
                ? PhiDetector.withIndex(decision, !patients.isEmpty(), index.get().fresh(now))
                : decision;
    }

    /// The MRNs of the patients whom the patient index names, each once: PHI.
    public List<String> patients() {
        return List.copyOf(patients);
    }

    public Extent extent() {
        return reason == Extent.Reason.NONE
                ? Extent.FULL
                : inspectedSomething ? Extent.PARTIAL : Extent.NOT_INSPECTED;
    }

    /// Why [#extent()] is not FULL; NONE where it is.
    public Extent.Reason extentReason() {
        return reason;
    }
}
