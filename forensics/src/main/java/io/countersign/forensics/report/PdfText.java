package io.countersign.forensics.report;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/// One line of text at one place of a page.
final class PdfText {
    private PdfText() {}

    /// @param shown a text of [PdfFont#shown]
    /// @param y of the line that the letters stand on
    static void show(PdfPages pages, PdfFont font, String shown, double x, double y, double size)
            throws IOException {
        PDPageContentStream content = pages.content();
        content.beginText();
        content.setFont(font.font(), (float) size);
        content.newLineAtOffset((float) x, (float) y);
        content.showText(shown);
        content.endText();
    }
}
