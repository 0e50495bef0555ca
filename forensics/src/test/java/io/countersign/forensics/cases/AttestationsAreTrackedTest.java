package io.countersign.forensics.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.CaseGrammar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who sent what nobody saw is asked, answers or is late; and what is attested is counted.
class AttestationsAreTrackedTest {
    private static final LocalDate DAY = LocalDate.parse("2026-03-10");

    private final List<CaseStep> steps = new ArrayList<>();

    private CaseView view() {
        List<Disclosure> disclosures =
                List.of(
                        CaseSamples.left(1, CaseSamples.patient(1)),
                        CaseSamples.disclosure(
                                2, CaseSamples.THEN, "ALLOWED", "NOT_INSPECTED", "NOT_COVERED"));
        return CaseView.of("2026-014", with(disclosures), disclosures, List.of());
    }

    private List<CaseStep> with(List<Disclosure> disclosures) {
        List<CaseStep> all = new ArrayList<>();
        all.add(
                new CaseStep(
                        0,
                        CaseGrammar.OPENED,
                        "p.officer",
                        CaseSamples.THEN,
                        "",
                        disclosures.stream().map(Disclosure::place).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
        all.addAll(steps);
        return all;
    }

    private void step(String act, Map<String, String> details) {
        steps.add(
                new CaseStep(
                        steps.size() + 1L,
                        act,
                        "p.officer",
                        CaseSamples.THEN,
                        "",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        details));
    }

    @Test
    void fromNotAskedToAnswered() {
        assertThat(state(DAY)).isEqualTo(Attestation.State.NOT_ASKED);
        assertThat(view().individuals(Optional.empty()).unseen()).isEqualTo(1);

        step(CaseGrammar.ASKED, Map.of("by", "j.doe", "until", DAY.toString()));
        assertThat(state(DAY)).isEqualTo(Attestation.State.ASKED);
        assertThat(state(DAY.plusDays(1))).isEqualTo(Attestation.State.OVERDUE);

        step(CaseGrammar.ATTESTATION, Map.of("by", "j.doe", "deleted", "YES"));
        assertThat(state(DAY.plusDays(1))).isEqualTo(Attestation.State.ANSWERED);
        assertThat(view().individuals(Optional.empty()).unseen()).isEqualTo(1);
    }

    @Test
    void whatIsAttestedIsCounted() {
        step(CaseGrammar.ATTESTATION, Map.of("by", "j.doe", "patients", "3"));
        step(CaseGrammar.ATTESTATION, Map.of("by", "somebody else", "patients", "9"));

        Individuals individuals = view().individuals(Optional.empty());

        assertThat(individuals.atLeast()).isEqualTo(3);
        assertThat(individuals.atMost()).isEqualTo(4);
        assertThat(individuals.withoutState()).isEqualTo(4);
        assertThat(individuals.unseen()).isZero();
    }

    private Attestation.State state(LocalDate today) {
        return view().attestations().getFirst().state(today);
    }
}
