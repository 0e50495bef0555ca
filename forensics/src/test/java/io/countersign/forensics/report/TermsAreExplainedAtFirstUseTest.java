package io.countersign.forensics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A reader meets no word of the trade before its meaning, and each meaning once.
class TermsAreExplainedAtFirstUseTest {
    private static final List<FirstUse.Term> TERMS =
            List.of(
                    new FirstUse.Term("token", "[Tt]okens?", "a keyed digest"),
                    new FirstUse.Term("PHI", "PHI", "health information of somebody"));

    @Test
    void belowWhereItStandsAndOnlyThere() {
        Report explained =
                FirstUse.explained(
                        new Report(
                                "PHI",
                                "",
                                List.of(
                                        new Section("One", List.of(new Paragraph("a tokenizer"))),
                                        new Section(
                                                "Two",
                                                List.of(
                                                        new Table(
                                                                List.of("Tokens"),
                                                                List.of(List.of("PHI"))),
                                                        new Paragraph("a token"))))),
                        TERMS);

        assertThat(explained.sections().get(0).blocks()).hasSize(1);
        assertThat(explained.sections().get(1).blocks())
                .hasSize(4)
                .element(1)
                .isEqualTo(new Paragraph("token: a keyed digest."));
        assertThat(explained.sections().get(1).blocks().get(2))
                .isEqualTo(new Paragraph("PHI: health information of somebody."));
    }
}
