package io.countersign.forensics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Tables are read by people in a hurry.
class TablesFitThePageTest {
    @Test
    void aShortWordIsNotBrokenForTheSakeOfALongText() {
        double[] words = {60, 45, 50, 50, 50};
        double[] widths = PdfTable.fitted(words, new double[] {60, 45, 220, 220, 220});

        assertThat(widths[0]).isEqualTo(60);
        assertThat(widths[1]).isEqualTo(45);
        assertThat(widths[2]).isEqualTo(widths[3]).isGreaterThan(50);
        assertThat(DoubleStream.of(widths).sum()).isCloseTo(PdfPages.WIDTH, Offset.offset(1e-6));
    }

    @Test
    void wordsAloneThatDoNotFitShareThePage() {
        double[] words = {130, 130, 130, 130, 130};

        assertThat(DoubleStream.of(PdfTable.fitted(words, words)).sum())
                .isCloseTo(PdfPages.WIDTH, Offset.offset(1e-6));
    }

    @Test
    void aNarrowTableIsNotStretched() {
        assertThat(PdfTable.fitted(new double[] {40, 40}, new double[] {60, 45}))
                .containsExactly(60, 45);
    }

    @Test
    void numbersAreReadFromTheRightAndCodesFromTheLeft() {
        String html =
                Html.of(
                        report(
                                new Table(
                                        List.of("Kind", "Times"),
                                        List.of(List.of("MRN", "7"), List.of("11", "1,204")))));

        assertThat(html)
                .contains("<td>MRN</td><td class=\"n\">7</td>", "<td class=\"n\">1,204</td>");
    }

    @Test
    void aTableWithoutRowsSaysNone() throws IOException {
        Report report = report(new Table(List.of("To", "Sent"), List.of()));

        assertThat(Html.of(report)).contains("<td colspan=\"2\">none</td>");
        try (PDDocument pdf = Loader.loadPDF(Pdf.of(report))) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("none");
        }
    }

    private static Report report(Table table) {
        return new Report("A report", "", List.of(new Section("Section", List.of(table))));
    }
}
