package io.countersign.forensics.periodic;

import static io.countersign.forensics.periodic.SmallMonth.tables;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Outcome;
import io.countersign.forensics.query.SmallArchive;
import io.countersign.forensics.report.Html;
import io.countersign.forensics.report.Pdf;
import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Lines;
import io.countersign.forensics.report.Report.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Numbers of reports over a month whose entries are known one by one, asked of the engine itself.
class ReportsCountWhatTheLogHoldsTest {
    @TempDir static Path directory;

    private static Report monthly = new Report("", "", List.of());
    private static Report inventory = new Report("", "", List.of());
    private static SmallArchive archive = new SmallArchive(Path.of(""));

    @BeforeAll
    static void asked() throws Exception {
        archive = SmallMonth.in(directory);
        monthly =
                new MonthlyReport(
                                SmallMonth.basis(),
                                SmallMonth.answers(archive, MonthlyReport.questions()))
                        .report();
        inventory =
                new InventoryReport(
                                SmallMonth.basis(),
                                SmallMonth.answers(archive, InventoryReport.questions()))
                        .report();
    }

    @Test
    void aMonthSaysWhatItRestsOnAndHasItsSectionsInOrder() {
        assertThat(monthly.sections().stream().map(Report.Section::heading))
                .containsExactly(
                        "Summary",
                        "What this report rests on",
                        "Coverage of sources",
                        "Disclosures by service",
                        "Disclosures by department",
                        "Disclosures by day",
                        "Top alerts",
                        "Review queue",
                        "Silent sources",
                        "Chain and seal health",
                        "What was not inspected, and why",
                        "Advice per workload",
                        "What this report cannot know");
        assertThat(monthly.subtitle())
                .contains("2026-03-01 to 2026-03-31")
                .contains("48 entries of log.example.org, root " + "ef".repeat(32));
        assertThat(cells(monthly, "What this report rests on", 1))
                .containsExactly(
                        List.of(
                                "2026-02-28",
                                SmallMonth.POLICY,
                                "8",
                                "2026-03-01T00:00:01Z",
                                "2026-03-01T00:00:07Z"));
    }

    @Test
    void wordsAreExplainedWhereTheyAreUsedFirst() {
        assertThat(Html.of(monthly)).containsOnlyOnce("disclosure: an event with PHI");
        assertThat(Html.of(monthly).indexOf("disclosure: an event"))
                .isLessThan(Html.of(monthly).indexOf("id=\"s2\""));
        assertThat(Html.of(inventory)).containsOnlyOnce("register: the hospital&#39;s own list");
    }

    @Test
    void disclosuresAreThoseThatMayHaveLeftAsTheyAreJudgedNow() {
        assertThat(cells(monthly, "Disclosures by service", 0))
                .as("two of ana, one of cat, the amended one of eve; neither blocked nor drilled")
                .containsExactly(List.of("anthropic.claude", "4", "1", "2", "1", "3", "3"));
        assertThat(cells(monthly, "Disclosures by department", 0))
                .containsExactly(
                        List.of("ED", "2", "0", "2", "0", "1", "1"),
                        List.of(SmallMonth.HOSTILE, "1", "0", "0", "1", "1", "1"),
                        List.of("Radiology", "1", "1", "0", "0", "1", "1"));
        Lines days =
                monthly.sections().get(5).blocks().stream()
                        .filter(Lines.class::isInstance)
                        .map(Lines.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(days.steps()).hasSize(31).startsWith("2026-03-01");
        assertThat(days.series().getFirst().values()).startsWith(1L, 0L);
        assertThat(days.series().getLast().values()).startsWith(3L, 0L);
        assertThat(cells(monthly, "Disclosures by day", 0))
                .containsExactly(List.of("2026-03-01", "1", "3"));
        assertThat(cells(monthly, "Summary", 0).stream().map(List::getLast))
                .containsExactly("7", "1", "4", "1", "3", "2", "1", "1", "1");
    }

    @Test
    void alertsCountOnceAndTheQueueIsWhatNobodyClosed() {
        assertThat(cells(monthly, "Top alerts", 0))
                .containsExactly(
                        List.of(
                                "EXPOSURE",
                                "CRITICAL",
                                "1",
                                "2026-03-01T02:00:00Z",
                                "2026-03-02T02:00:00Z"),
                        List.of(
                                "EXPOSURE",
                                "HIGH",
                                "1",
                                "2026-03-01T01:00:00Z",
                                "2026-03-01T01:00:00Z"));
        assertThat(cells(monthly, "Top alerts", 1).stream().map(List::getFirst))
                .containsExactly("a2", "a1");
        assertThat(cells(monthly, "Review queue", 0))
                .containsExactly(List.of("CRITICAL", "1", "2026-03-01T02:00:00Z"));
        assertThat(cells(monthly, "Review queue", 1)).containsExactly(List.of("TRUE_ALERT", "1"));
    }

    @Test
    void whatWasNotSeenIsSaid() {
        assertThat(cells(monthly, "Coverage of sources", 0))
                .containsExactly(
                        List.of(
                                "proxy-1",
                                "squid",
                                "7",
                                "7",
                                "6",
                                "0",
                                "1",
                                "7",
                                "2026-03-01T00:00:07Z"));
        assertThat(cells(monthly, "Silent sources", 0))
                .containsExactly(
                        List.of("proxy-old", "squid", "2026-01-10T12:00:00Z", "80"),
                        List.of("proxy-1", "squid", "2026-03-01T00:00:07Z", "30"));
        assertThat(cells(monthly, "What was not inspected, and why", 0))
                .containsExactly(List.of("NOT_INSPECTED", "ENCRYPTED", "1", "1", "700"));
        assertThat(cells(monthly, "What was not inspected, and why", 1))
                .containsExactly(List.of("NOT_INSPECTED", "1"));
        assertThat(cells(monthly, "Chain and seal health", 2))
                .containsExactly(
                        List.of("GAP", "", "1", "2026-03-04T02:00:00Z"),
                        List.of("INCIDENT", "CLOCK_BACKWARDS", "1", "2026-03-04T02:00:00Z"));
    }

    @Test
    void adviceNamesTheRowsThatAreInForce() {
        List<List<String>> advice = cells(monthly, "Advice per workload", 0);

        assertThat(advice.getFirst())
                .contains("ED", "3", "2", "PHI-heavy")
                .contains("claude-enterprise (enterprise, every account) for anthropic.claude")
                .anyMatch(text -> text.contains("2 of its sends with PHI were not covered"));
        assertThat(advice).noneMatch(row -> row.toString().contains("old-row"));
    }

    @Test
    void sharesOfWorkloadsHaveTheirBounds() {
        assertThat(WorkloadAdvice.Share.of(100, 20, 0)).isEqualTo(WorkloadAdvice.Share.HEAVY);
        assertThat(WorkloadAdvice.Share.of(100, 19, 0)).isEqualTo(WorkloadAdvice.Share.SOMETIMES);
        assertThat(WorkloadAdvice.Share.of(100, 19, 5)).isEqualTo(WorkloadAdvice.Share.HEAVY);
        assertThat(WorkloadAdvice.Share.of(100, 0, 49)).isEqualTo(WorkloadAdvice.Share.NEVER);
        assertThat(WorkloadAdvice.Share.of(100, 0, 50)).isEqualTo(WorkloadAdvice.Share.UNKNOWN);
        assertThat(WorkloadAdvice.Share.of(3, 0, 3)).isEqualTo(WorkloadAdvice.Share.UNKNOWN);
    }

    @Test
    void theInventoryHasRowsAndEndsOfModels() {
        assertThat(cells(inventory, "Services by department", 0).getFirst())
                .containsExactly(
                        "anthropic.claude",
                        SmallMonth.HOSTILE,
                        "1",
                        "1",
                        "1",
                        "PERSONAL",
                        "(claude-enterprise)",
                        "2026-03-01T00:00:04Z",
                        "2026-03-01T00:00:04Z");
        assertThat(cells(inventory, "Services by department", 0).getLast())
                .contains("Radiology", "claude-enterprise");
        assertThat(cells(inventory, "Models that were asked", 0))
                .containsExactly(
                        List.of(
                                "anthropic.claude",
                                "claude-sonnet-4-5-20250929",
                                "7",
                                "3",
                                "2026-03-01T00:00:07Z",
                                "2026-06-30",
                                "RETIRES SOON",
                                "a page (not the vendor's own word: check it)"));
        assertThat(cells(inventory, "Models that retire within 90 days", 0)).hasSize(1);
        assertThat(cells(inventory, "The register", 0).stream().map(row -> row.get(7)))
                .containsExactly("ENDED", "ENDS WITHIN 90 DAYS");
    }

    @Test
    void aYearHasItsSmallBreachesReviewsAndDrills() throws Exception {
        Instant march = Instant.parse("2026-03-10T00:00:00Z");
        Report yearly =
                new YearlyReport(
                                SmallMonth.basis(),
                                SmallMonth.answers(archive, YearlyReport.questions()),
                                List.of(
                                        summary("small", march, 499, Optional.of(Outcome.BREACH)),
                                        summary("large", march, 500, Optional.of(Outcome.BREACH)),
                                        summary("open", march, 3, Optional.empty()),
                                        summary(
                                                "none",
                                                march,
                                                3,
                                                Optional.of(Outcome.NOT_A_DISCLOSURE)),
                                        summary(
                                                "earlier",
                                                Instant.parse("2025-12-31T23:59:59Z"),
                                                3,
                                                Optional.of(Outcome.BREACH))),
                                List.of(
                                        new PeriodicReview(
                                                LocalDate.of(2026, 3, 8),
                                                "the week before",
                                                Optional.of(march),
                                                "r.viewer",
                                                "nothing"),
                                        new PeriodicReview(
                                                LocalDate.of(2026, 3, 15),
                                                "the week before",
                                                Optional.empty(),
                                                "",
                                                ""),
                                        new PeriodicReview(
                                                LocalDate.of(2026, 4, 2),
                                                "the week before",
                                                Optional.empty(),
                                                "",
                                                "")))
                        .report();

        assertThat(cells(yearly, "Breaches of fewer than 500 individuals", 0))
                .containsExactly(
                        List.of(
                                "small",
                                "2026-03-10",
                                "499",
                                "openai.chatgpt",
                                "MRN",
                                "NOT ON RECORD",
                                "not yet",
                                "2027-03-01"));
        assertThat(cells(yearly, "Other cases", 0).stream().map(row -> row.subList(0, 4)))
                .containsExactly(
                        List.of("large", "2026-03-10", "500", "BREACH"),
                        List.of("none", "2026-03-10", "3", "NOT_A_DISCLOSURE"),
                        List.of("open", "2026-03-10", "3", "NOT DECIDED"));
        assertThat(cells(yearly, "Reviews", 0).stream().map(row -> row.get(2)))
                .containsExactly("done", "MISSED", "not due yet");
        assertThat(cells(yearly, "Drills", 0))
                .containsExactly(List.of("d1", "2026-03-01T00:00:01Z", "proxy-1", "1", "1"));
        assertThat(cells(yearly, "Access to the record", 0))
                .containsExactly(List.of("QUERY", "AUDIT", "1", "12"));
    }

    @Test
    void nothingThatASourceWroteIsMarkupAndTheSameLogGivesTheSameBytes() throws Exception {
        Report again =
                new MonthlyReport(
                                SmallMonth.basis(),
                                SmallMonth.answers(archive, MonthlyReport.questions()))
                        .report();

        assertThat(Html.of(again)).isEqualTo(Html.of(monthly)).doesNotContain("<script", "\u202e");
        assertThat(Pdf.of(again)).isEqualTo(Pdf.of(monthly));
    }

    private static CaseSummary summary(
            String id, Instant discovered, int individuals, Optional<Outcome> outcome) {
        return new CaseSummary(
                id,
                discovered,
                new Individuals(individuals, individuals, Map.of(), individuals, 0, 0, true),
                outcome,
                List.of("openai.chatgpt"),
                List.of("MRN"),
                Optional.of(LocalDate.of(2027, 3, 1)),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static List<List<String>> cells(Report report, String heading, int table) {
        List<Table> tables = tables(report, heading);
        return tables.get(table).rows();
    }
}
