package io.countersign.forensics.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// The one font of a PDF, embedded: Liberation Sans, which PDFBox brings. Characters that it does
/// not have are written as their code points, so that nothing is left out.
final class PdfFont {
    private static final String LIBERATION =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final PDFont font;
    private final TrueTypeFont glyphs;
    private final CmapLookup characters;
    private final Map<Integer, Double> widths = new HashMap<>();

    private PdfFont(PDFont font, TrueTypeFont glyphs) throws IOException {
        this.font = font;
        this.glyphs = glyphs;
        this.characters = glyphs.getUnicodeCmapLookup();
    }

    static PdfFont in(PDDocument document) throws IOException {
        InputStream resource = PDDocument.class.getResourceAsStream(LIBERATION);
        if (resource == null) {
            throw new IOException("PDFBox comes without its font");
        }
        try (resource) {
            TrueTypeFont glyphs = new TTFParser().parse(new RandomAccessReadBuffer(resource));
            // Ligatures would change widths, and the text that is copied out of the document.
            glyphs.setEnableGsub(false);
            return new PdfFont(PDType0Font.load(document, glyphs, true), glyphs);
        }
    }

    PDFont font() {
        return font;
    }

    /// The text in characters of this font.
    String shown(String text) {
        StringBuilder out = new StringBuilder(text.length());
        VisibleText.of(text)
                .codePoints()
                .forEach(c -> {
                    if (characters.getGlyphId(c) == 0) {
                        out.append(VisibleText.codePoint(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }

    /// @param shown a text of [#shown]
    /// @return points
    double width(String shown, double size) {
        return shown.codePoints().mapToDouble(this::width).sum() * size;
    }

    private double width(int c) {
        return widths.computeIfAbsent(c, this::measured);
    }

    private double measured(int c) {
        try {
            return (double) glyphs.getAdvanceWidth(characters.getGlyphId(c))
                    / glyphs.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text in lines of at most so many points: broken between words, and within one only where
    /// it is longer than a line.
    List<String> wrapped(String text, double size, double points) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        double used = 0;
        double space = width(" ", size);
        for (String word : shown(text).strip().split(" +", -1)) {
            for (String part : parts(word, size, points)) {
                double width = width(part, size);
                if (!line.isEmpty() && used + space + width > points) {
                    lines.add(line.toString());
                    line.setLength(0);
                    used = 0;
                }
                if (!line.isEmpty()) {
                    line.append(' ');
                    used += space;
                }
                line.append(part);
                used += width;
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private List<String> parts(String word, double size, double points) {
        if (width(word, size) <= points) {
            return List.of(word);
        }
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        double used = 0;
        for (int c : word.codePoints().toArray()) {
            double width = width(c) * size;
            if (!part.isEmpty() && used + width > points) {
                parts.add(part.toString());
                part.setLength(0);
                used = 0;
            }
            part.appendCodePoint(c);
            used += width;
        }
        parts.add(part.toString());
        return parts;
    }
}
