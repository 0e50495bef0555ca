package io.countersign.forensics.report;

import io.countersign.forensics.report.Drawing.Anchor;
import io.countersign.forensics.report.Drawing.Box;
import io.countersign.forensics.report.Drawing.Dot;
import io.countersign.forensics.report.Drawing.Line;
import io.countersign.forensics.report.Drawing.Mark;
import io.countersign.forensics.report.Drawing.Tone;
import io.countersign.forensics.report.Drawing.Words;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/// A drawing on a page, as wide as its text.
final class PdfDrawing {
    private static final double SCALE = PdfPages.WIDTH / Drawing.WIDTH;

    /// Of words, in units of the drawing.
    private static final double WORDS = 12;

    /// How far the handles of a quarter of a circle reach, as a part of its radius.
    private static final double QUARTER = 0.5523;

    private PdfDrawing() {}

    /// Points that the drawing takes; never more than a page.
    static double height(Drawing drawing) {
        return Math.min(drawing.height() * SCALE, PdfPages.height());
    }

    static void draw(PdfPages pages, PdfFont font, Drawing drawing) throws IOException {
        double top = pages.y();
        pages.content().saveGraphicsState();
        for (Mark mark : drawing.marks()) {
            mark(pages, font, mark, top);
        }
        pages.content().restoreGraphicsState();
        pages.down(height(drawing));
    }

    private static void mark(PdfPages pages, PdfFont font, Mark mark, double top)
            throws IOException {
        PDPageContentStream content = pages.content();
        switch (mark) {
            case Line line -> {
                Tone tone = line.tone();
                content.setStrokingColor(tone.red(), tone.green(), tone.blue());
                content.setLineDashPattern(dash(line.dash().units()), 0);
                content.moveTo(x(line.x1()), y(top, line.y1()));
                content.lineTo(x(line.x2()), y(top, line.y2()));
                content.stroke();
            }
            case Box(int x, int y, int width, int height, Tone tone) -> {
                content.setNonStrokingColor(tone.red(), tone.green(), tone.blue());
                content.addRect(
                        x(x),
                        y(top, y + height),
                        (float) (width * SCALE),
                        (float) (height * SCALE));
                content.fill();
            }
            case Dot dot -> dot(content, dot, top);
            case Words(int x, int y, Anchor anchor, String text) -> {
                String shown = font.shown(text);
                double size = WORDS * SCALE;
                double width = font.width(shown, size);
                double start =
                        switch (anchor) {
                            case START -> x(x);
                            case MIDDLE -> x(x) - width / 2;
                            case END -> x(x) - width;
                        };
                content.setNonStrokingColor(0f);
                PdfText.show(pages, font, shown, start, y(top, y), size);
            }
        }
    }

    private static void dot(PDPageContentStream content, Dot dot, double top) throws IOException {
        float x = x(dot.x());
        float y = y(top, dot.y());
        float radius = (float) (dot.radius() * SCALE);
        float handle = (float) (radius * QUARTER);
        content.setNonStrokingColor(dot.tone().red(), dot.tone().green(), dot.tone().blue());
        content.moveTo(x - radius, y);
        content.curveTo(x - radius, y + handle, x - handle, y + radius, x, y + radius);
        content.curveTo(x + handle, y + radius, x + radius, y + handle, x + radius, y);
        content.curveTo(x + radius, y - handle, x + handle, y - radius, x, y - radius);
        content.curveTo(x - handle, y - radius, x - radius, y - handle, x - radius, y);
        content.fill();
    }

    private static float[] dash(List<Integer> units) {
        float[] points = new float[units.size()];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) (units.get(i) * SCALE);
        }
        return points;
    }

    private static float x(int unit) {
        return (float) (PdfPages.MARGIN + unit * SCALE);
    }

    private static float y(double top, int unit) {
        return (float) (top - unit * SCALE);
    }
}
