package io.countersign.intake.documents;

import java.io.IOException;
import java.io.Writer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/// The text layer of a PDF, page by page, by Apache PDFBox. A page that has images and no text is a
/// scan.
final class PdfText implements Format {
    private static final int MAX_PAGES = 5_000;

    @Override
    public DocumentGap read(byte[] bytes, Budget budget, Budget.Text text) throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            DocumentGap gap = DocumentGap.NONE;
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            int pages = document.getNumberOfPages();
            for (int page = 1; page <= pages; page++) {
                if (page > MAX_PAGES) {
                    throw new LimitReachedException("pages");
                }
                Budget.Text layer = budget.text();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                try {
                    stripper.writeText(document, new Into(layer));
                } finally {
                    text.take(layer);
                }
                if (layer.isBlank() && hasImage(document.getPage(page - 1))) {
                    gap = DocumentGap.IMAGE;
                }
            }
            return gap;
        } catch (InvalidPasswordException _wanted) {
            throw new EncryptedException();
        }
    }

    private static boolean hasImage(PDPage page) {
        PDResources resources = page.getResources();
        if (resources == null) {
            return false;
        }
        // Forms may hold the image, and a page of forms without text is no page to look through.
        return resources.getXObjectNames().iterator().hasNext();
    }

    private static final class Into extends Writer {
        private final Budget.Text text;

        Into(Budget.Text text) {
            this.text = text;
        }

        @Override
        public void write(char[] chars, int offset, int length) throws IOException {
            text.add(new String(chars, offset, length));
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
