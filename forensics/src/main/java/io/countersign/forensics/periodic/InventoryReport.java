package io.countersign.forensics.periodic;

import io.countersign.forensics.query.AnswerRows;
import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The inventory of AI that is in use: which department, which service, under which row of the
/// register, with which models and until when.
public final class InventoryReport {
    private final Basis basis;
    private final PeriodAnswers answers;

    /// @param answers to all of [#questions]
    public InventoryReport(Basis basis, PeriodAnswers answers) {
        this.basis = basis;
        this.answers = answers;
    }

    /// What has to be asked for it.
    public static Set<PeriodQuestion> questions() {
        return EnumSet.of(PeriodQuestion.USE, PeriodQuestion.MODELS, PeriodQuestion.POLICIES);
    }

    public Report report() {
        return PeriodicTerms.explained(
                "AI in use, " + basis.period().first() + " to " + basis.period().last(),
                basis.subtitle(),
                List.of(
                        use(),
                        models(),
                        RegisterSections.agreements(basis),
                        RegisterSections.retirements(basis),
                        basis.section(answers),
                        Basis.limits(
                                List.of(
                                        "A model that no source names is not listed, and the days on which models end are the catalogue's: who says so stands beside each."))));
    }

    private Section use() {
        List<List<String>> rows = new ArrayList<>();
        AnswerRows use = answers.rows(PeriodQuestion.USE);
        while (use.next()) {
            String service = use.text("service");
            rows.add(
                    List.of(
                            service,
                            use.text("department"),
                            use.text("people"),
                            use.text("sends"),
                            Long.toString(use.number("with_phi")),
                            use.optional("accounts").orElse(""),
                            use.optional("baa").orElse(RegisterSections.rows(basis, service)),
                            PeriodAnswers.read(use.value("first_at")),
                            PeriodAnswers.read(use.value("last_at"))));
        }
        return new Section(
                "Services by department",
                List.of(
                        new Paragraph(
                                "The BAA row is the one that decided about events; where none did, the rows that the register has for the service, in brackets."),
                        new Table(
                                List.of(
                                        "Service",
                                        "Department",
                                        "People",
                                        "Sends",
                                        "With PHI",
                                        "Accounts",
                                        "BAA row",
                                        "First",
                                        "Last"),
                                rows)));
    }

    private Section models() {
        List<List<String>> rows = new ArrayList<>();
        AnswerRows models = answers.rows(PeriodQuestion.MODELS);
        while (models.next()) {
            String service = models.text("service");
            String model = models.text("model");
            Optional<Retirement> end = basis.register().retirement(service, model);
            rows.add(
                    List.of(
                            service,
                            model,
                            models.text("events"),
                            models.text("departments"),
                            PeriodAnswers.read(models.value("last_at")),
                            end.map(one -> one.on().toString()).orElse(""),
                            end.map(this::standing).orElse("no end known"),
                            end.map(Retirement::saidBy).orElse("")));
        }
        return new Section(
                "Models that were asked",
                List.of(
                        new Paragraph(
                                "A request to a model that has retired fails. Models that retire within "
                                        + Retirement.SOON.toDays()
                                        + " days need another one before that."),
                        new Table(
                                List.of(
                                        "Service",
                                        "Model",
                                        "Events",
                                        "Departments",
                                        "Last",
                                        "Retires",
                                        "So",
                                        "Source"),
                                rows)));
    }

    private String standing(Retirement end) {
        LocalDate today = basis.period().day(basis.made());
        if (!end.on().isAfter(today)) {
            return "HAS RETIRED";
        }
        return end.isSoon(today) ? "RETIRES SOON" : "later";
    }
}
