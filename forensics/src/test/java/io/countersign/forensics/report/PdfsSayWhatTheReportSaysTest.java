package io.countersign.forensics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.report.Report.Bar;
import io.countersign.forensics.report.Report.Bars;
import io.countersign.forensics.report.Report.Lane;
import io.countersign.forensics.report.Report.Moment;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import io.countersign.forensics.report.Report.Timeline;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/// A PDF's text, read by PDFBox's own extraction, is the report's: all of it, in its order, and
/// nothing that a source wrote is lost or does anything.
class PdfsSayWhatTheReportSaysTest {
    private static final String HOSTILE = "(\\) Tj ET \u202e\u0007 office \u65e5 <script>";
    private static final Instant THEN = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void theTextComesBack() throws IOException {
        Report report =
                new Report(
                        "Monthly report " + HOSTILE,
                        "one line",
                        List.of(
                                new Section(
                                        "First " + HOSTILE,
                                        List.of(
                                                new Paragraph("word ".repeat(200) + HOSTILE),
                                                new Paragraph("x".repeat(500)))),
                                new Section(
                                        "Second",
                                        List.of(
                                                new Table(
                                                        List.of("Name", "Number"),
                                                        List.of(List.of(HOSTILE, "17")))))));

        String text = text(Pdf.of(report));

        String seen = "(\\) Tj ET [U+202E][U+0007] office [U+65E5] <script>";
        assertThat(letters(text))
                .isEqualTo(
                        letters(
                                "Monthly report "
                                        + seen
                                        + "one line"
                                        + "1. First "
                                        + seen
                                        + "2. Second"
                                        + "1. First "
                                        + seen
                                        + "word ".repeat(200)
                                        + seen
                                        + "x".repeat(500)
                                        + "2. Second Name Number "
                                        + seen
                                        + "17"
                                        + "Page 1 of 1"));
    }

    @Test
    void aTableGoesOnOverPagesWithItsHeadOnEach() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(List.of("row-" + i + "-", i == 150 ? "long ".repeat(3_000) : "short"));
        }
        byte[] pdf =
                Pdf.of(
                        new Report(
                                "Rows",
                                "",
                                List.of(
                                        new Section(
                                                "Rows",
                                                List.of(
                                                        new Table(
                                                                List.of("Rowhead", "Text"),
                                                                rows))))));

        String text = text(pdf);
        int pages;
        try (PDDocument document = Loader.loadPDF(pdf)) {
            pages = document.getNumberOfPages();
        }
        for (int i = 0; i < 300; i++) {
            assertThat(text).contains("row-" + i + "-");
        }
        assertThat(text.split("long", -1)).hasSize(3_001);
        assertThat(pages).isGreaterThan(8);
        assertThat(text.split("Rowhead", -1)).hasSizeGreaterThan(pages - 4);
        assertThat(text).contains("Page " + pages + " of " + pages);
    }

    @Test
    void itsFontIsInItItsPicturesAreToldAndTheSameReportGivesTheSameBytes() throws IOException {
        Report report =
                new Report(
                        "Pictures",
                        "",
                        List.of(
                                new Section(
                                        "Pictures",
                                        List.of(
                                                new Bars(
                                                        "by service",
                                                        List.of(new Bar("ChatGPT", 41))),
                                                new Timeline(
                                                        List.of(new Moment(THEN, Lane.EVENTS)))))));

        byte[] pdf = Pdf.of(report);

        assertThat(pdf).isEqualTo(Pdf.of(report));
        assertThat(text(pdf)).contains("ChatGPT", "41", "steps of the case");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            for (PDFont font : fonts(document)) {
                assertThat(font.isEmbedded()).isTrue();
            }
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getStructureTreeRoot().getKids()).hasSize(1);
            assertThat(document.getDocumentCatalog().getOpenAction()).isNull();
            assertThat(document.getDocumentCatalog().getAcroForm()).isNull();
            assertThat(document.getPage(0).getAnnotations()).isEmpty();
        }
    }

    private static List<PDFont> fonts(PDDocument document) throws IOException {
        List<PDFont> fonts = new ArrayList<>();
        for (org.apache.pdfbox.cos.COSName name :
                document.getPage(0).getResources().getFontNames()) {
            fonts.add(document.getPage(0).getResources().getFont(name));
        }
        assertThat(fonts).isNotEmpty();
        return fonts;
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }

    /// Without what lines and pages add.
    private static String letters(String text) {
        return text.codePoints()
                .filter(c -> !Character.isWhitespace(c))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
