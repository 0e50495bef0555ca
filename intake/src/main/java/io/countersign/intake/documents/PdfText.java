package io.countersign.intake.documents;

import java.io.IOException;
import java.io.Writer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/// The text layer of a PDF, page by page, by Apache PDFBox. A page that has images and no text is a
/// scan. Files that it embeds are opened by themselves.
final class PdfText implements Format {
    private static final int MAX_PAGES = 5_000;

    @Override
    public void read(byte[] bytes, Budget budget, Budget.Text text, Inside inside)
            throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            PdfFiles files = new PdfFiles(budget, inside);
            PdfPictures pictures = new PdfPictures(inside);
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
                PDPage shown = document.getPage(page - 1);
                if (pictures.ofPage(shown) && layer.isBlank()) {
                    inside.onlyPictures();
                }
                files.ofPage(shown);
            }
            files.ofDocument(document);
        } catch (InvalidPasswordException _wanted) {
            throw new EncryptedException();
        }
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
