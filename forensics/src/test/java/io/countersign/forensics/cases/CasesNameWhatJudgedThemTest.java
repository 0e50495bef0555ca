package io.countersign.forensics.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.periodic.Agreement;
import io.countersign.forensics.periodic.AppliedPolicies;
import io.countersign.forensics.periodic.Register;
import io.countersign.forensics.report.CaseReport;
import io.countersign.forensics.report.Html;
import io.countersign.forensics.report.Report;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Somebody who has the report alone reads which agreement decided, also where an earlier policy
/// did.
class CasesNameWhatJudgedThemTest {
    private static final String NOW = "ab".repeat(32);
    private static final String BEFORE = "cd".repeat(32);
    private static final String LOST = "ef".repeat(32);

    @Test
    void rowsOfEachPolicyAreReadableAndThoseNotAtHandAreNamed() {
        AppliedPolicies policies =
                new AppliedPolicies(
                        Map.of(NOW, 1L, BEFORE, 2L, LOST, 3L),
                        Map.of(
                                NOW, register("2026-11", row("claude-enterprise", "2027-01-01")),
                                BEFORE, register("2026-03", row("claude-pilot", "2026-06-01"))),
                        code ->
                                code.equals("PERSONAL_ACCOUNT")
                                        ? Optional.of("The account is a person's own.")
                                        : Optional.empty());
        String html = html(policies);

        assertThat(html)
                .contains(
                        "Policies and agreements",
                        "Anthropic, Claude (anthropic.claude)",
                        "claude-enterprise",
                        "claude-pilot",
                        "contracts/2026-7",
                        "from 2026-01-15 to 2026-05-31",
                        "from 2026-01-15 to 2026-12-31",
                        "The account is a person&#39;s own.",
                        LOST,
                        "not in this file")
                .doesNotContain("bedrock-row");
    }

    @Test
    void eventsStandInTheOrderOfTimeWhateverChainTheyLieIn() {
        Instant then = CaseSamples.THEN;
        Disclosure late =
                CaseSamples.disclosure(1, then.plusSeconds(60), "ALLOWED", "FULL", "NOT_COVERED");
        Disclosure early = CaseSamples.disclosure(2, then, "ALLOWED", "FULL", "NOT_COVERED");

        assertThat(view(late, early).disclosures()).containsExactly(early, late);
    }

    @Test
    void termsAreExplainedOnceBeforeTheListOfThem() {
        String html = html(new AppliedPolicies(Map.of(), Map.of(), _code -> Optional.empty()));

        assertThat(html.substring(html.indexOf("What this report does not say</h2>")))
                .doesNotContain("PHI: protected health information");
    }

    private static String html(AppliedPolicies policies) {
        CaseView view = view(CaseSamples.left(1));
        Report report =
                new CaseReport(
                                view,
                                view.individuals(Optional.empty()),
                                List.of(),
                                CaseSamples.THEN,
                                "log.example.org, 5 entries",
                                policies.section(view))
                        .report();
        return Html.of(report);
    }

    private static CaseView view(Disclosure... disclosures) {
        CaseStep opened =
                new CaseStep(
                        0,
                        "OPENED",
                        "j.officer",
                        CaseSamples.THEN,
                        "letters",
                        List.of(disclosures).stream().map(Disclosure::place).toList(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of());
        return CaseView.of("2026-014", List.of(opened), List.of(disclosures), List.of());
    }

    private static Register register(String version, Agreement row) {
        return new Register(
                version,
                NOW,
                "catalogue",
                Map.of("anthropic.claude", "Anthropic, Claude"),
                List.of(row, row("bedrock-row", "2027-01-01", "amazon.bedrock")),
                List.of());
    }

    private static Agreement row(String id, String until) {
        return row(id, until, "anthropic.claude");
    }

    private static Agreement row(String id, String until, String service) {
        Optional<Instant> from = Optional.of(Instant.parse("2026-01-15T00:00:00Z"));
        return new Agreement(
                id,
                List.of(service),
                "enterprise",
                true,
                from,
                from,
                Optional.of(Instant.parse(until + "T00:00:00Z")),
                Optional.empty(),
                "every account",
                "contracts/2026-7");
    }
}
