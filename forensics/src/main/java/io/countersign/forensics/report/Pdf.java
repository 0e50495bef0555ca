package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Address;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Heading;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Picture;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitWidthDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/// A report as one PDF with what [Html] has: pages of US Letter, its font in it, tagged for readers
/// of screens, its sections as bookmarks. There is no script, link or form in it, and the same
/// report gives the same bytes.
public final class Pdf {
    private static final double TITLE = 20;
    private static final double HEADING = 13;
    private static final double TEXT = 10;
    private static final double LEADING = 1.35;
    private static final double GAP = 8;

    private final PDDocument document;
    private final PdfFont font;
    private final PdfPages pages;
    private final PdfTable tables;

    private Pdf(PDDocument document) throws IOException {
        this.document = document;
        this.font = PdfFont.in(document);
        this.pages = new PdfPages(document);
        this.tables = new PdfTable(pages, font);
    }

    public static byte[] of(Report report) {
        return of(pdf -> pdf.write(report), report.title() + report.subtitle());
    }

    /// A letter; each page of a draft says so.
    public static byte[] of(Letter letter) {
        return of(pdf -> pdf.write(letter), letter.title());
    }

    private interface Writing {
        void on(Pdf pdf) throws IOException;
    }

    private static byte[] of(Writing writing, String name) {
        try (PDDocument document = new PDDocument()) {
            Pdf pdf = new Pdf(document);
            writing.on(pdf);
            // PDFBox would take it from the clock.
            document.setDocumentId((long) name.hashCode());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            // Nothing but memory is written to.
            throw new UncheckedIOException(e);
        }
    }

    private void write(Report report) throws IOException {
        document.getDocumentInformation().setTitle(font.shown(report.title()));
        document.getDocumentCatalog().setLanguage("en");
        PDDocumentOutline outline = new PDDocumentOutline();
        document.getDocumentCatalog().setDocumentOutline(outline);
        lines("H1", report.title(), TITLE);
        lines("P", report.subtitle(), TEXT);
        pages.down(GAP);
        List<Section> sections = report.sections();
        for (int i = 0; i < sections.size(); i++) {
            lines("P", numbered(i, sections.get(i)), TEXT);
        }
        for (int i = 0; i < sections.size(); i++) {
            pages.down(2 * GAP);
            pages.need(6 * HEADING);
            bookmark(outline, numbered(i, sections.get(i)));
            lines("H2", numbered(i, sections.get(i)), HEADING);
            for (Block block : sections.get(i).blocks()) {
                pages.down(GAP);
                block(block);
            }
        }
        pages.finish(font, "");
    }

    private void write(Letter letter) throws IOException {
        document.getDocumentInformation().setTitle(font.shown(letter.title()));
        document.getDocumentCatalog().setLanguage("en");
        if (letter.draft()) {
            lines("P", Letter.DRAFT, HEADING);
        }
        for (Block block : letter.blocks()) {
            pages.down(GAP);
            block(block);
        }
        pages.finish(font, letter.draft() ? Letter.DRAFT : "");
    }

    private static String numbered(int index, Section section) {
        return index + 1 + ". " + section.heading();
    }

    private void bookmark(PDDocumentOutline outline, String heading) {
        PDPageFitWidthDestination place = new PDPageFitWidthDestination();
        place.setPage(pages.page());
        place.setTop((int) Math.ceil(pages.y()));
        PDOutlineItem item = new PDOutlineItem();
        item.setTitle(font.shown(heading));
        item.setDestination(place);
        outline.addLast(item);
    }

    private void block(Block block) throws IOException {
        switch (block) {
            case Paragraph(String text) -> lines("P", text, TEXT);
            case Heading(String text) -> {
                pages.need(3 * HEADING);
                lines("H2", text, HEADING);
            }
            case Address(List<String> address) -> {
                for (String line : address) {
                    lines("P", line, TEXT);
                }
            }
            case Table table -> tables.write(table);
            case Picture picture -> picture(Drawing.of(picture));
        }
    }

    private void lines(String type, String text, double size) throws IOException {
        PDStructureElement tag = pages.tag(type);
        for (String line : font.wrapped(text, size, PdfPages.WIDTH)) {
            pages.need(size * LEADING);
            pages.down(size * LEADING);
            pages.begin(tag);
            PdfText.show(pages, font, line, PdfPages.MARGIN, pages.y(), size);
            pages.end();
        }
    }

    private void picture(Drawing drawing) throws IOException {
        PDStructureElement tag = pages.tag("Figure");
        tag.setAlternateDescription(font.shown(drawing.title() + ". " + drawing.description()));
        lines("Caption", drawing.title(), TEXT);
        pages.need(PdfDrawing.height(drawing));
        pages.begin(tag);
        PdfDrawing.draw(pages, font, drawing);
        pages.end();
    }
}
