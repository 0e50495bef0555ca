package io.countersign.forensics.periodic;

import io.countersign.forensics.report.Report.Section;
import java.util.List;

/// PHI that left, counted by what somebody asks for, as a picture and as a table.
final class DisclosureSections {
    private DisclosureSections() {}

    static Section byService(PeriodAnswers answers) {
        return by("Disclosures by service", PeriodQuestion.DISCLOSURES_BY_SERVICE, answers);
    }

    static Section byDepartment(PeriodAnswers answers) {
        return by("Disclosures by department", PeriodQuestion.DISCLOSURES_BY_DEPARTMENT, answers);
    }

    private static Section by(String heading, PeriodQuestion question, PeriodAnswers answers) {
        return new Section(
                heading,
                List.of(
                        answers.bars(heading, question, "name", "events"),
                        answers.table(question)));
    }
}
