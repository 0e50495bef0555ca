package io.countersign.detectors.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The judgement equals the table of the design for every combination of inputs.
class VerdictFollowsTheTableTest {
    private record Case(Coverage coverage, ContentFacts content) {}

    private static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (CoverageState state : CoverageState.values()) {
            for (List<String> reasons :
                    List.of(List.of("A"), List.of("A", "UNSANCTIONED_SERVICE"))) {
                for (Optional<Boolean> phi :
                        List.of(Optional.of(true), Optional.of(false), Optional.<Boolean>empty())) {
                    for (Inspected inspected : Inspected.values()) {
                        for (Activity activity : Activity.values()) {
                            for (boolean blocked : new boolean[] {false, true}) {
                                cases.add(
                                        new Case(
                                                new Coverage(state, Optional.empty(), reasons),
                                                new ContentFacts(
                                                        phi, inspected, blocked, activity)));
                            }
                        }
                    }
                }
            }
        }
        return cases;
    }

    /// The table as text: rows PHI, not settled, no PHI; columns COVERED, NOT_COVERED, UNKNOWN.
    private static Disposition byTheTable(Case each) {
        if (each.content().activity() == Activity.DOWNLOAD) {
            // From a watched application: no disclosure to anybody, whatever it holds.
            return Disposition.PERMITTED;
        }
        boolean phi = each.content().phi().equals(Optional.of(true));
        boolean none =
                each.content().phi().equals(Optional.of(false))
                        && each.content().inspected() == Inspected.FULL;
        boolean sends =
                switch (each.content().activity()) {
                    case READ, NOT_A_SEND, DOWNLOAD -> false;
                    case SEND, UPLOAD, ACTION, UNKNOWN -> true;
                };
        String row =
                phi
                        ? "PERMITTED VIOLATION REVIEW"
                        : none || !sends
                                ? "PERMITTED PERMITTED PERMITTED"
                                : "PERMITTED REVIEW REVIEW";
        int column =
                List.of("COVERED", "NOT_COVERED", "UNKNOWN")
                        .indexOf(each.coverage().state().name());
        Disposition cell = Disposition.valueOf(List.of(row.split(" ")).get(column));
        return cell == Disposition.VIOLATION && each.content().blocked()
                ? Disposition.REVIEW
                : cell;
    }

    @Test
    void everyCombinationGivesTheCellOfTheTable() {
        List<Case> cases = all();

        assertThat(cases).hasSize(3 * 2 * 3 * 4 * 7 * 2);
        for (Case each : cases) {
            assertThat(Verdict.judge(each.coverage(), each.content()).disposition())
                    .as("%s", each)
                    .isEqualTo(byTheTable(each));
        }
    }

    @Test
    void onlyAViolationIsGraveAndUnsanctionedUseIsNeverSilent() {
        for (Case each : all()) {
            Verdict verdict = Verdict.judge(each.coverage(), each.content());

            assertThat(verdict.severity().compareTo(Severity.HIGH) >= 0)
                    .as("%s", each)
                    .isEqualTo(verdict.disposition() == Disposition.VIOLATION);
            boolean unsanctioned = each.coverage().has(Reason.UNSANCTIONED_SERVICE);
            assertThat(verdict.reasons().contains("UNSANCTIONED_SERVICE")).isEqualTo(unsanctioned);
            if (unsanctioned) {
                assertThat(verdict.severity()).isNotEqualTo(Severity.INFORMATIONAL);
            }
        }
    }
}
