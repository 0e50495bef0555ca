package io.countersign.forensics.periodic;

import io.countersign.forensics.query.AnswerRows;
import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Lines;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Series;
import io.countersign.forensics.report.Report.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The privacy report of a month: what was watched, what left, what was looked at, what was not
/// seen, and what to do about it. The same answers give the same report.
public final class MonthlyReport {
    /// A source that was not heard for so long at the end is silent.
    static final Duration SILENT_AFTER = Duration.ofDays(2);

    private final Basis basis;
    private final PeriodAnswers answers;

    /// @param answers to all of [#questions]
    public MonthlyReport(Basis basis, PeriodAnswers answers) {
        this.basis = basis;
        this.answers = answers;
    }

    /// What has to be asked for it.
    public static Set<PeriodQuestion> questions() {
        return EnumSet.of(
                PeriodQuestion.SOURCES,
                PeriodQuestion.DISCLOSURES_BY_SERVICE,
                PeriodQuestion.DISCLOSURES_BY_DEPARTMENT,
                PeriodQuestion.DISCLOSURES_OVER_TIME,
                PeriodQuestion.ALERT_CLASSES,
                PeriodQuestion.TOP_ALERTS,
                PeriodQuestion.REVIEW_QUEUE,
                PeriodQuestion.REVIEWED,
                PeriodQuestion.LAST_HEARD,
                PeriodQuestion.CHAINS,
                PeriodQuestion.CHAIN_NOTES,
                PeriodQuestion.NOT_INSPECTED,
                PeriodQuestion.UNDECIDED,
                PeriodQuestion.WORKLOADS,
                PeriodQuestion.POLICIES);
    }

    public Report report() {
        return PeriodicTerms.explained(
                "Privacy report, " + basis.period().first() + " to " + basis.period().last(),
                basis.subtitle(),
                List.of(
                        summary(),
                        basis.section(answers),
                        sources(),
                        DisclosureSections.byService(answers),
                        DisclosureSections.byDepartment(answers),
                        byDay(),
                        alerts(),
                        queue(),
                        silent(),
                        health(),
                        notInspected(),
                        workloads(),
                        Basis.limits(
                                List.of(
                                        "What was not inspected may hold PHI: its section says how much that is."))));
    }

    private Section summary() {
        long left = answers.sum(PeriodQuestion.DISCLOSURES_BY_SERVICE, "events");
        long covered = answers.sum(PeriodQuestion.DISCLOSURES_BY_SERVICE, "covered");
        return new Section(
                "Summary",
                List.of(
                        new Table(
                                List.of("What", "Number"),
                                List.of(
                                        counted("Events", PeriodQuestion.SOURCES, "events"),
                                        List.of(
                                                "Sources that reported",
                                                Integer.toString(
                                                        answers.of(PeriodQuestion.SOURCES)
                                                                .rows()
                                                                .size())),
                                        List.of("Disclosures of PHI", Long.toString(left)),
                                        List.of("covered by an agreement", Long.toString(covered)),
                                        List.of(
                                                "not covered, or nobody knows",
                                                Long.toString(left - covered)),
                                        counted(
                                                "Alerts raised",
                                                PeriodQuestion.ALERT_CLASSES,
                                                "alerts"),
                                        counted("Alerts closed", PeriodQuestion.REVIEWED, "alerts"),
                                        counted(
                                                "Alerts that wait at the end",
                                                PeriodQuestion.REVIEW_QUEUE,
                                                "waiting"),
                                        counted(
                                                "Sends that were not read in full",
                                                PeriodQuestion.NOT_INSPECTED,
                                                "events")))));
    }

    private List<String> counted(String what, PeriodQuestion question, String column) {
        return List.of(what, Long.toString(answers.sum(question, column)));
    }

    private Section byDay() {
        SortedMap<LocalDate, long[]> days = new TreeMap<>();
        basis.period().days().forEach(day -> days.put(day, new long[2]));
        AnswerRows rows = answers.rows(PeriodQuestion.DISCLOSURES_OVER_TIME);
        while (rows.next()) {
            LocalDate day = basis.period().day(Instant.ofEpochMilli(rows.number("at_millis")));
            long[] counts = days.computeIfAbsent(day, _outside -> new long[2]);
            counts[0] += rows.number("covered");
            counts[1] += rows.number("not_covered");
        }
        List<List<String>> table = new ArrayList<>();
        days.forEach((day, counts) -> {
            if (counts[0] + counts[1] > 0) {
                table.add(
                        List.of(
                                day.toString(),
                                Long.toString(counts[0]),
                                Long.toString(counts[1])));
            }
        });
        return new Section(
                "Disclosures by day",
                List.of(
                        new Lines(
                                "Disclosures by day",
                                days.keySet().stream().map(LocalDate::toString).toList(),
                                List.of(
                                        new Series(
                                                "covered",
                                                days.values().stream().map(two -> two[0]).toList()),
                                        new Series(
                                                "not covered or unknown",
                                                days.values().stream()
                                                        .map(two -> two[1])
                                                        .toList()))),
                        new Table(List.of("Day", "Covered", "Not covered or unknown"), table)));
    }

    private Section sources() {
        return new Section(
                "Coverage of sources",
                List.of(
                        new Paragraph(
                                "What each source reported, and how much of it could be read. A source that shows addresses alone cannot show PHI."),
                        answers.table(PeriodQuestion.SOURCES)));
    }

    private Section alerts() {
        return new Section(
                "Top alerts",
                List.of(
                        answers.table(PeriodQuestion.ALERT_CLASSES),
                        new Paragraph(
                                "The twenty worst. countersign alert show NAME shows one, countersign why its entry."),
                        answers.table(PeriodQuestion.TOP_ALERTS)));
    }

    private Section queue() {
        return new Section(
                "Review queue",
                List.of(
                        new Paragraph(
                                "Alerts of the year before the end of the period that nobody has closed by then."),
                        answers.bars(
                                "Alerts that wait",
                                PeriodQuestion.REVIEW_QUEUE,
                                "severity",
                                "waiting"),
                        answers.table(PeriodQuestion.REVIEW_QUEUE),
                        new Paragraph("Closed in the period, by what they were found to be:"),
                        answers.table(PeriodQuestion.REVIEWED)));
    }

    private Section silent() {
        List<List<String>> rows = new ArrayList<>();
        AnswerRows sources = answers.rows(PeriodQuestion.LAST_HEARD);
        while (sources.next()) {
            Instant last = Instant.parse(sources.text("last_at"));
            if (last.isBefore(basis.end().minus(SILENT_AFTER))) {
                rows.add(
                        List.of(
                                sources.optional("source_id").orElse(""),
                                sources.optional("source_format").orElse(""),
                                last.toString(),
                                Long.toString(Duration.between(last, basis.end()).toDays())));
            }
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Paragraph(
                        "Sources of the last year that were not heard in the last "
                                + SILENT_AFTER.toDays()
                                + " days of the period. A quiet source is not a clean source."));
        blocks.add(new Table(List.of("Source", "Format", "Last heard", "Days"), rows));
        return new Section("Silent sources", blocks);
    }

    private Section health() {
        LogState log = basis.log();
        return new Section(
                "Chain and seal health",
                List.of(
                        new Table(
                                List.of("What", "Which"),
                                List.of(
                                        List.of(
                                                "Checkpoint, its signature checked",
                                                log.newest().words()),
                                        List.of("Logs, one a year", Integer.toString(log.logs())),
                                        List.of(
                                                "Checkpoints kept beside it",
                                                Integer.toString(log.kept())),
                                        List.of(
                                                "Time stamps kept beside it",
                                                Integer.toString(log.stamped())),
                                        List.of(
                                                "Cosigned by witnesses",
                                                log.witnessed() ? "yes" : "no"))),
                        answers.table(PeriodQuestion.CHAINS),
                        new Paragraph(
                                "What the chains say about themselves and their input: GAP is input that was lost before it was read, INCIDENT something that went wrong, REJECTION a record that could not be read, DUPLICATE a second delivery that differs, GENESIS and CLOSE the ends of a chain, TAKEOVER another process that went on."),
                        answers.table(PeriodQuestion.CHAIN_NOTES),
                        new Paragraph(
                                "This is no verification. countersign verify checks every chain, seal and signature.")));
    }

    private Section notInspected() {
        return new Section(
                "What was not inspected, and why",
                List.of(
                        answers.table(PeriodQuestion.NOT_INSPECTED),
                        new Paragraph("Sends of which nobody knows whether they held PHI:"),
                        answers.table(PeriodQuestion.UNDECIDED)));
    }

    private Section workloads() {
        List<List<String>> rows = new ArrayList<>();
        AnswerRows workloads = answers.rows(PeriodQuestion.WORKLOADS);
        while (workloads.next()) {
            String service = workloads.text("service");
            WorkloadAdvice advice =
                    WorkloadAdvice.of(
                            service,
                            workloads.number("sends"),
                            workloads.number("with_phi"),
                            workloads.number("undecided"),
                            workloads.number("covered"),
                            basis.register(),
                            basis.end());
            rows.add(
                    List.of(
                            workloads.text("department"),
                            workloads.text("application"),
                            service,
                            workloads.text("sends"),
                            workloads.text("with_phi"),
                            advice.share().words(),
                            advice.route(),
                            advice.advice()));
        }
        return new Section(
                "Advice per workload",
                List.of(
                        new Paragraph(
                                "A workload is what a department sends by an application to a service. It is PHI-heavy where at least "
                                        + WorkloadAdvice.HEAVY_PERCENT
                                        + " of 100 sends that could be judged held PHI. Routes are rows of the register in force; the first 200 workloads are shown."),
                        new Table(
                                List.of(
                                        "Department",
                                        "Application",
                                        "Service",
                                        "Sends",
                                        "With PHI",
                                        "Workload",
                                        "Covered route",
                                        "Advice"),
                                rows)));
    }
}
