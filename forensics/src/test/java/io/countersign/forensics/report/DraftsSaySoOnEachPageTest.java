package io.countersign.forensics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.report.Report.Address;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Heading;
import io.countersign.forensics.report.Report.Paragraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/// Nobody takes a page of a draft for a letter that may go out.
class DraftsSaySoOnEachPageTest {
    private static final List<Block> BLOCKS = blocks();

    private static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Address(List.of("Dana <Quill>", "1 Main Street")));
        blocks.add(new Heading("What happened"));
        blocks.addAll(Collections.nCopies(40, new Paragraph("words ".repeat(60).strip())));
        return List.copyOf(blocks);
    }

    @Test
    void eachPageOfAPdfDoesWhileItIsADraft() throws IOException {
        try (PDDocument draft = Loader.loadPDF(Pdf.of(new Letter("Letter", true, BLOCKS)));
                PDDocument signed = Loader.loadPDF(Pdf.of(new Letter("Letter", false, BLOCKS)))) {
            PDFTextStripper text = new PDFTextStripper();
            assertThat(draft.getNumberOfPages()).isGreaterThan(2);
            for (int page = 1; page <= draft.getNumberOfPages(); page++) {
                text.setStartPage(page);
                text.setEndPage(page);
                assertThat(text.getText(draft)).contains(Letter.DRAFT);
                assertThat(text.getText(signed)).doesNotContain("DRAFT");
            }
        }
    }

    @Test
    void soDoesTheHtml() {
        assertThat(Html.of(new Letter("Letter", true, BLOCKS)))
                .contains(
                        Letter.DRAFT,
                        "Dana &lt;Quill&gt;<br>\n1 Main Street",
                        "<h2>What happened</h2>");
        assertThat(Html.of(new Letter("Letter", false, BLOCKS))).doesNotContain("DRAFT");
    }
}
