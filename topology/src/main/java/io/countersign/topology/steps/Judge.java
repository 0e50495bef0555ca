package io.countersign.topology.steps;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.destination.ContentFacts;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Disposition;
import io.countersign.detectors.destination.Hint;
import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.UseRule;
import io.countersign.detectors.destination.Verdict;
import io.countersign.detectors.identity.Who;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.types.Mrn;
import io.countersign.sources.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Destination and findings to verdict, under the policy as it stood at event time.
public final class Judge {
    private Judge() {}

    public static Passage.Judged judge(Passage.Inspected inspected) {
        Passage.Located located = inspected.located();
        Passage.Received received = located.received();
        Register register = located.policy().policy().register();
        Coverage coverage =
                register.coverage(located.destination(), located.request(), received.time());
        List<String> breaches =
                breaches(
                        inspected.content(),
                        whom(located),
                        located.destination().serviceId(),
                        register);
        ContentFacts content =
                new ContentFacts(
                        inspected.content().phi(),
                        inspected.content().inspected(),
                        received.event().action() == Event.Action.BLOCKED,
                        located.destination().activity(),
                        located.request().hints().stream()
                                .anyMatch(hint ->
                                        hint.kind().equals(Hint.SCHEME)
                                                && hint.value().equals("http")),
                        inspected.content().phiBySource(),
                        breaches);
        Verdict verdict = Verdict.judge(coverage, content);
        Coverage told =
                breaches.isEmpty()
                        ? coverage
                        : coverage.with(List.of("use=" + String.join("; ", breaches)));
        // What the recipient does with the data counts where somebody may have to answer for it.
        Coverage whole =
                verdict.disposition() == Disposition.PERMITTED
                        ? told
                        : told.with(
                                register.recipient(
                                        located.destination(), coverage, received.time()));
        return new Passage.Judged(
                inspected,
                whole.with(located.policy().policy().age(coverage, received.time())),
                verdict);
    }

    /// What of the new PHI in a prompt was more than the rules of use allow.
    ///
    /// @param whom who sent it
    public static List<String> breaches(
            ContentFinding content, UseRule.Whom whom, String serviceId, Register register) {
        Optional<Inspection> inspection = content.inspection();
        if (register.facts().useRules().isEmpty()
                || inspection.isEmpty()
                || !content.phi().orElse(false)) {
            return List.of();
        }
        Optional<UseRule> rule = register.useRule(whom, serviceId);
        if (rule.isEmpty()) {
            return List.of();
        }
        List<Finding> found =
                inspection.get().newFindings().stream()
                        .filter(finding ->
                                finding.type().category().identifier()
                                        && finding.likelihood().atLeast(Likelihood.LIKELY))
                        .toList();
        Set<String> types =
                found.stream().map(finding -> finding.type().name()).collect(Collectors.toSet());
        return rule.get().breaches(types, patients(inspection.get(), found));
    }

    private static UseRule.Whom whom(Passage.Located located) {
        Event event = located.received().event();
        Optional<Who> who = located.who();
        return new UseRule.Whom(
                both(event.user(), who.flatMap(Who::person)),
                both(event.department(), who.flatMap(Who::department)),
                who.flatMap(Who::role));
    }

    private static Set<String> both(Optional<String> one, Optional<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }

    /// Patients of the index, and MRNs beside.
    private static int patients(Inspection inspection, List<Finding> found) {
        Set<String> patients = new HashSet<>(inspection.patients());
        for (Finding finding : found) {
            if (finding.type().name().equals(Mrn.TYPE.name())) {
                patients.add(inspection.normalisedValue(finding));
            }
        }
        return patients.size();
    }
}
