package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;

/// Tables that go on over pages, with their head on each. A row that fits on a page is not broken
/// between two.
final class PdfTable {
    private static final double SIZE = 8;
    private static final double LINE = 10.5;
    private static final double PAD = 3;

    /// Behind the head, from 0 for black to 1.
    private static final float HEAD_GREY = 0.92f;

    /// Points that a column has at least, and of its contents is taken for at most when the columns
    /// share the page.
    private static final double NARROW = 36;

    private static final double BROAD = 300;

    /// A word that is longer, such as a hash, may be broken.
    private static final double LONG_WORD = 130;

    /// Rows that are measured to share the page.
    private static final int MEASURED_ROWS = 500;

    private final PdfPages pages;
    private final PdfFont font;

    PdfTable(PdfPages pages, PdfFont font) {
        this.pages = pages;
        this.font = font;
    }

    void write(Table table) throws IOException {
        if (table.head().isEmpty()) {
            return;
        }
        double[] widths = widths(table);
        BitSet numbers = table.numbers();
        PDStructureElement tag = pages.tag("Table");
        Row head = new Row(table.head(), widths, numbers, "TH");
        pages.need(2 * head.height());
        head.write(tag);
        if (table.rows().isEmpty()) {
            double[] whole = {DoubleStream.of(widths).sum()};
            new Row(List.of(Table.NONE), whole, numbers, "TD").write(tag);
        }
        for (List<String> cells : table.rows()) {
            Row row = new Row(cells, widths, numbers, "TD");
            if (pages.left() < Math.min(row.height(), PdfPages.height() - head.height())) {
                pages.next();
                head.write(tag);
            }
            row.write(tag);
        }
    }

    private double[] widths(Table table) {
        double[] words = new double[table.head().size()];
        double[] wanted = new double[words.length];
        widen(words, wanted, table.head());
        table.rows().stream().limit(MEASURED_ROWS).forEach(row -> widen(words, wanted, row));
        return fitted(words, wanted);
    }

    /// Columns have what they want where that fits the page. Where it does not, each has its
    /// longest word, and they share what is left by what they want beyond it: a short word is not
    /// broken for the sake of a long text.
    ///
    /// @param words the longest word of each
    static double[] fitted(double[] words, double[] wanted) {
        double[] widths = new double[wanted.length];
        double atLeast = DoubleStream.of(words).sum();
        double beyond = DoubleStream.of(wanted).sum() - atLeast;
        double left = PdfPages.WIDTH - atLeast;
        for (int i = 0; i < widths.length; i++) {
            widths[i] =
                    left < 0
                            ? words[i] * PdfPages.WIDTH / atLeast
                            : words[i]
                                    + (wanted[i] - words[i]) * (beyond <= left ? 1 : left / beyond);
        }
        return widths;
    }

    private void widen(double[] words, double[] wanted, List<String> cells) {
        for (int i = 0; i < wanted.length; i++) {
            String text = font.shown(cells.get(i));
            for (String word : text.split(" ", -1)) {
                words[i] = Math.max(words[i], Math.clamp(padded(word), NARROW, LONG_WORD));
            }
            wanted[i] = Math.max(wanted[i], Math.clamp(padded(text), words[i], BROAD));
        }
    }

    private double padded(String text) {
        return font.width(text, SIZE) + 2 * PAD;
    }

    /// One row, its cells in lines.
    private final class Row {
        private final List<List<String>> cells = new ArrayList<>();
        private final double[] widths;
        private final BitSet numbers;
        private final String type;
        private final int lines;

        Row(List<String> texts, double[] widths, BitSet numbers, String type) {
            this.widths = widths;
            this.numbers = numbers;
            this.type = type;
            for (int i = 0; i < widths.length; i++) {
                cells.add(font.wrapped(texts.get(i), SIZE, widths[i] - 2 * PAD));
            }
            this.lines = cells.stream().mapToInt(List::size).max().orElse(1);
        }

        double height() {
            return lines * LINE + 2 * PAD;
        }

        void write(PDStructureElement table) throws IOException {
            PDStructureElement row = pages.tag("TR", table);
            List<PDStructureElement> tags = new ArrayList<>();
            for (int i = 0; i < cells.size(); i++) {
                tags.add(pages.tag(type, row));
            }
            int from = 0;
            while (from < lines) {
                int fitting = (int) Math.floor((pages.left() - 2 * PAD) / LINE);
                if (fitting < 1) {
                    pages.next();
                    continue;
                }
                int to = Math.min(lines, from + fitting);
                part(tags, from, to);
                from = to;
            }
        }

        private void part(List<PDStructureElement> tags, int from, int to) throws IOException {
            double height = (to - from) * LINE + 2 * PAD;
            double bottom = pages.y() - height;
            double x = PdfPages.MARGIN;
            for (int i = 0; i < widths.length; i++) {
                border(x, bottom, widths[i], height);
                List<String> lines = cells.get(i);
                if (from < lines.size()) {
                    pages.begin(tags.get(i));
                    for (int line = from; line < Math.min(to, lines.size()); line++) {
                        double y = pages.y() - PAD - (line - from + 1) * LINE + LINE - SIZE;
                        PdfText.show(
                                pages,
                                font,
                                lines.get(line),
                                start(i, x, lines.get(line)),
                                y,
                                SIZE);
                    }
                    pages.end();
                }
                x += widths[i];
            }
            pages.down(height);
        }

        /// Where a line of a cell begins.
        private double start(int column, double x, String line) {
            return numbers.get(column)
                    ? x + widths[column] - PAD - font.width(line, SIZE)
                    : x + PAD;
        }

        private void border(double x, double bottom, double width, double height)
                throws IOException {
            PDPageContentStream content = pages.content();
            content.beginMarkedContent(COSName.ARTIFACT);
            content.setLineWidth(0.4f);
            content.addRect((float) x, (float) bottom, (float) width, (float) height);
            if (type.equals("TH")) {
                content.setNonStrokingColor(HEAD_GREY);
                content.fillAndStroke();
                content.setNonStrokingColor(0f);
            } else {
                content.stroke();
            }
            content.endMarkedContent();
        }
    }
}
