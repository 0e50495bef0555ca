package io.countersign.detectors.phi;

import io.countersign.detectors.Finding;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.recognise.Facts;
import io.countersign.detectors.phi.unwrap.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What was found in the texts of one exchange. Immutable but for the text it refers to, which must
/// not change; holds PHI (the leaves' bytes), so [#toString()] gives counts only.
public final class Inspection {
    private final List<Finding> findings;
    private final List<Leaf> leaves;
    private final List<Leaf> skipped;
    private final Facts facts;
    private final List<Resent> resent;
    private final Decision decision;
    private final Extent extent;
    private final Extent.Reason extentReason;
    private final long bytesInspected;
    private final List<String> patients;
    private final Optional<PatientIndex> patientIndex;

    /// Messages that were sent before, both ends included.
    record Resent(int text, int first, int last) {}

    Inspection(
            List<Finding> findings,
            List<Leaf> leaves,
            List<Leaf> skipped,
            Facts facts,
            List<Resent> resent,
            Decision decision,
            Extent extent,
            Extent.Reason extentReason,
            long bytesInspected,
            List<String> patients,
            Optional<PatientIndex> patientIndex) {
        this.findings = List.copyOf(findings);
        this.leaves = List.copyOf(leaves);
        this.skipped = List.copyOf(skipped);
        this.facts = facts.copy();
        this.resent = List.copyOf(resent);
        this.decision = Objects.requireNonNull(decision, "decision");
        this.extent = Objects.requireNonNull(extent, "extent");
        this.extentReason = Objects.requireNonNull(extentReason, "extentReason");
        this.bytesInspected = bytesInspected;
        this.patients = List.copyOf(patients);
        this.patientIndex = patientIndex;
    }

    /// In the order of leaf and place; no two of one leaf overlap.
    public List<Finding> findings() {
        return findings;
    }

    /// The leaves with findings: what [Finding#leaf()] points into.
    public List<Leaf> leaves() {
        return leaves;
    }

    /// Where each of [#findings()] stands in its text as it was sent, in the same order: a finding
    /// in a decoded leaf is led back through its escapes. Computed at each call, in one walk.
    public List<Place> places() {
        List<Place> places = new ArrayList<>(findings.size());
        Origin.Cursors cursors = new Origin.Cursors();
        for (Finding finding : findings) {
            Leaf leaf = leaves.get(finding.leaf());
            places.add(
                    leaf.bare()
                            ? Place.of(cursors, leaf, 0, leaf.bytes())
                            : Place.of(
                                    cursors, leaf, finding.span().start(), finding.span().end()));
        }
        return List.copyOf(places);
    }

    /// Values that were not inspected since they are encoded data, without the head of a data URL:
    /// why [#extent()] is not FULL.
    public List<Place> encodedValues() {
        Origin.Cursors cursors = new Origin.Cursors();
        return skipped.stream()
                .map(leaf -> Place.of(cursors, leaf, leaf.encodedFrom(), leaf.bytes()))
                .toList();
    }

    Facts facts() {
        return facts;
    }

    /// Whether a finding stands in a message that was sent before: chat clients send the whole
    /// conversation each time, and new are the messages after the last one that the service wrote.
    ///
    /// @param finding one of [#findings()]
    public boolean resent(Finding finding) {
        Leaf leaf = leaves.get(finding.leaf());
        for (Resent messages : resent) {
            if (messages.text == leaf.text()
                    && messages.first <= leaf.message()
                    && leaf.message() <= messages.last) {
                return true;
            }
        }
        return false;
    }

    /// The findings outside of messages that were sent before.
    public List<Finding> newFindings() {
        return findings.stream().filter(finding -> !resent(finding)).toList();
    }

    /// The MRNs, in their one spelling, of the patients whom the patient index names: PHI.
    public List<String> patients() {
        return patients;
    }

    /// The patient index that was asked.
    public Optional<PatientIndex> patientIndex() {
        return patientIndex;
    }

    /// Whether a finding is a value of one of [#patients()].
    public static boolean ofPatient(Finding finding) {
        return finding.evidence().contains(PatientMatcher.MATCH);
    }

    public Decision decision() {
        return decision;
    }

    public Extent extent() {
        return extent;
    }

    /// Why [#extent()] is not FULL; NONE where it is.
    public Extent.Reason extentReason() {
        return extentReason;
    }

    /// Bytes of the given texts that were looked at.
    public long bytesInspected() {
        return bytesInspected;
    }

    /// The value of a finding in the one spelling that keyed tokens are made from: digits only for
    /// SSN, phone and the like, upper case letters and digits for MRN, MBI and other ids, lower
    /// case for e-mail, `yyyy-MM-dd` for dates, lower case words with single blanks for names and
    /// places. This is PHI.
    ///
    /// @param finding one of [#findings()]
    public String normalisedValue(Finding finding) {
        Leaf leaf = leaves.get(finding.leaf());
        return NormalisedValue.of(
                finding.type().name(),
                leaf.array(),
                leaf.from() + finding.span().start(),
                finding.span().length());
    }

    /// The text of a finding as a reader of the structure reads it. This is PHI.
    ///
    /// @param finding one of [#findings()]
    public String matchedText(Finding finding) {
        Leaf leaf = leaves.get(finding.leaf());
        return new String(
                leaf.array(),
                leaf.from() + finding.span().start(),
                finding.span().length(),
                StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Inspection["
                + findings.size()
                + " findings in "
                + leaves.size()
                + " leaves, "
                + decision.answer()
                + " "
                + decision.reason()
                + ", "
                + extent
                + "]";
    }
}
