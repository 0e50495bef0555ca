package io.countersign.forensics.periodic;

import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The pack of a year: breaches of fewer than 500 for the log that HHS gets, reviews done and
/// missed, drills, and the register with what ends.
public final class YearlyReport {
    private final Basis basis;
    private final PeriodAnswers answers;
    private final List<CaseSummary> cases;
    private final List<PeriodicReview> reviews;

    /// @param answers to all of [#questions]
    /// @param cases of any year; those discovered in this one count
    /// @param reviews that were due in the year, in order
    public YearlyReport(
            Basis basis,
            PeriodAnswers answers,
            List<CaseSummary> cases,
            List<PeriodicReview> reviews) {
        this.basis = basis;
        this.answers = answers;
        this.cases =
                cases.stream()
                        .filter(one -> basis.period().contains(one.discovered()))
                        .sorted(
                                Comparator.comparing(CaseSummary::discovered)
                                        .thenComparing(CaseSummary::id))
                        .toList();
        this.reviews = List.copyOf(reviews);
    }

    /// What has to be asked for it.
    public static Set<PeriodQuestion> questions() {
        return EnumSet.of(
                PeriodQuestion.DISCLOSURES_BY_SERVICE,
                PeriodQuestion.REVIEWED,
                PeriodQuestion.REVIEW_QUEUE,
                PeriodQuestion.DRILLS,
                PeriodQuestion.ACCESS,
                PeriodQuestion.POLICIES);
    }

    public Report report() {
        return PeriodicTerms.explained(
                "Privacy pack of " + basis.period().first().getYear(),
                basis.subtitle(),
                List.of(
                        summary(),
                        yearlyLog(),
                        otherCases(),
                        DisclosureSections.byService(answers),
                        reviews(),
                        drills(),
                        access(),
                        RegisterSections.agreements(basis),
                        RegisterSections.retirements(basis),
                        basis.section(answers),
                        Basis.limits(
                                List.of(
                                        "A breach that became no case here, on paper or in another system, has to be added to the log for HHS by hand."))));
    }

    private List<CaseSummary> ofYearlyLog() {
        return cases.stream().filter(CaseSummary::isOfYearlyLog).toList();
    }

    private Section summary() {
        long open = cases.stream().filter(one -> one.outcome().isEmpty()).count();
        return new Section(
                "Summary",
                List.of(
                        new Paragraph(
                                cases.size()
                                        + " cases were discovered in the year; "
                                        + ofYearlyLog().size()
                                        + " of them are breaches of fewer than 500 individuals, for the log that HHS gets. "
                                        + open
                                        + " are not decided: each is presumed a breach until it is shown to be none."),
                        new Paragraph(
                                done()
                                        + " of "
                                        + reviews.size()
                                        + " regular reviews that were due were signed, and "
                                        + answers.of(PeriodQuestion.DRILLS).rows().size()
                                        + " drills ran.")));
    }

    private long done() {
        return reviews.stream().filter(one -> one.done().isPresent()).count();
    }

    private Section yearlyLog() {
        List<List<String>> rows = new ArrayList<>();
        for (CaseSummary one : ofYearlyLog()) {
            rows.add(
                    List.of(
                            one.id(),
                            basis.period().day(one.discovered()).toString(),
                            one.affected(),
                            String.join(", ", one.recipients()),
                            String.join(" ", one.elements()),
                            day(one.notified(), "NOT ON RECORD"),
                            day(one.hhsTold(), "not yet"),
                            one.hhsBy().map(LocalDate::toString).orElse("")));
        }
        return new Section(
                "Breaches of fewer than 500 individuals",
                List.of(
                        new Paragraph(
                                "For the log under 45 CFR 164.408(c): HHS gets each within 60 days after the end of the year of its discovery. Countersign sends nothing to HHS."),
                        new Table(
                                List.of(
                                        "Case",
                                        "Discovered",
                                        "Individuals",
                                        "Recipients",
                                        "Information",
                                        "Individuals told",
                                        "HHS told",
                                        "HHS by"),
                                rows)));
    }

    private Section otherCases() {
        List<List<String>> rows = new ArrayList<>();
        for (CaseSummary one : cases) {
            if (!one.isOfYearlyLog()) {
                rows.add(
                        List.of(
                                one.id(),
                                basis.period().day(one.discovered()).toString(),
                                one.affected(),
                                one.outcome().map(Enum::name).orElse("NOT DECIDED"),
                                why(one),
                                one.closed() ? "closed" : "open"));
            }
        }
        return new Section(
                "Other cases",
                List.of(
                        new Table(
                                List.of(
                                        "Case",
                                        "Discovered",
                                        "Individuals",
                                        "Decided",
                                        "Not in the log above because",
                                        "State"),
                                rows)));
    }

    private static String why(CaseSummary one) {
        if (one.outcome().isEmpty()) {
            return "not decided; if it is a breach, HHS by "
                    + one.hhsBy().map(LocalDate::toString).orElse("a day that is not known");
        }
        if (!one.isBreach()) {
            return one.outcome().get().meaning();
        }
        return "500 or more may be affected: HHS by "
                + one.hhsBy().map(LocalDate::toString).orElse("a day that is not known")
                + ", told "
                + one.hhsTold().map(Object::toString).orElse("NOT ON RECORD");
    }

    private Section reviews() {
        LocalDate today = basis.period().day(basis.made());
        List<List<String>> rows = new ArrayList<>();
        for (PeriodicReview one : reviews) {
            String state =
                    one.done().isPresent()
                            ? "done"
                            : one.due().isBefore(today) ? "MISSED" : "not due yet";
            rows.add(
                    List.of(
                            one.due().toString(),
                            one.what(),
                            state,
                            day(one.done(), ""),
                            one.by(),
                            one.found()));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Paragraph(
                        reviews.isEmpty()
                                ? "No regular review of the log (45 CFR 164.308(a)(1)(ii)(D)) was due in the year yet."
                                : "Regular reviews of the log (45 CFR 164.308(a)(1)(ii)(D))."));
        blocks.add(new Table(List.of("Due", "What", "State", "Signed", "By", "Found"), rows));
        blocks.add(new Paragraph("Alerts closed in the year, by what they were found to be:"));
        blocks.add(answers.table(PeriodQuestion.REVIEWED));
        blocks.add(new Paragraph("Alerts of the last two years that nobody has closed:"));
        blocks.add(answers.table(PeriodQuestion.REVIEW_QUEUE));
        return new Section("Reviews", blocks);
    }

    private Section drills() {
        return new Section(
                "Drills",
                List.of(
                        new Paragraph(
                                "Invented patients that countersign drill sent: how many of their events raised an alert."),
                        answers.table(PeriodQuestion.DRILLS)));
    }

    private Section access() {
        return new Section(
                "Access to the record",
                List.of(
                        new Paragraph(
                                "Who asked stands in each entry: countersign query --sql \"SELECT * FROM access\" --purpose AUDIT."),
                        answers.table(PeriodQuestion.ACCESS)));
    }

    private String day(Optional<Instant> time, String otherwise) {
        return time.map(at -> basis.period().day(at).toString()).orElse(otherwise);
    }
}
