package io.countersign.forensics.report;

import io.countersign.forensics.report.Drawing.Anchor;
import io.countersign.forensics.report.Drawing.Box;
import io.countersign.forensics.report.Drawing.Dash;
import io.countersign.forensics.report.Drawing.Dot;
import io.countersign.forensics.report.Drawing.Line;
import io.countersign.forensics.report.Drawing.Mark;
import io.countersign.forensics.report.Drawing.Tone;
import io.countersign.forensics.report.Drawing.Words;
import java.util.stream.Collectors;

/// A drawing as SVG inside of HTML. Words have the colour of the text around them, so that they are
/// read on paper and on a dark screen; readers of screens are told title and description.
final class Svg {
    private Svg() {}

    /// @param id of the picture in its page, of letters and digits
    static String of(Drawing drawing, String id) {
        StringBuilder out = new StringBuilder(1_024);
        out.append("<svg viewBox=\"0 0 ")
                .append(drawing.width())
                .append(' ')
                .append(drawing.height())
                .append("\" role=\"img\" aria-labelledby=\"")
                .append(id)
                .append("t ")
                .append(id)
                .append("d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">\n");
        named(out, "title", id + "t", drawing.title());
        named(out, "desc", id + "d", drawing.description());
        drawing.marks().forEach(mark -> mark(out, mark));
        return out.append("</svg>\n").toString();
    }

    private static void named(StringBuilder out, String tag, String id, String text) {
        out.append('<').append(tag).append(" id=\"").append(id).append("\">");
        out.append(Html.escaped(text)).append("</").append(tag).append(">\n");
    }

    private static void mark(StringBuilder out, Mark mark) {
        switch (mark) {
            case Line line -> line(out, line);
            case Box(int x, int y, int width, int height, Tone tone) -> {
                out.append("<rect");
                attribute(out, "x", x);
                attribute(out, "y", y);
                attribute(out, "width", width);
                attribute(out, "height", height);
                out.append(" fill=\"").append(colour(tone)).append("\"/>\n");
            }
            case Dot(int x, int y, int radius, Tone tone) -> {
                out.append("<circle");
                attribute(out, "cx", x);
                attribute(out, "cy", y);
                attribute(out, "r", radius);
                out.append(" fill=\"").append(colour(tone)).append("\"/>\n");
            }
            case Words(int x, int y, Anchor anchor, String text) -> {
                out.append("<text");
                attribute(out, "x", x);
                attribute(out, "y", y);
                out.append(
                        switch (anchor) {
                            case START -> ">";
                            case MIDDLE -> " text-anchor=\"middle\">";
                            case END -> " text-anchor=\"end\">";
                        });
                out.append(Html.escaped(text)).append("</text>\n");
            }
        }
    }

    private static void line(StringBuilder out, Line line) {
        out.append("<line");
        attribute(out, "x1", line.x1());
        attribute(out, "y1", line.y1());
        attribute(out, "x2", line.x2());
        attribute(out, "y2", line.y2());
        out.append(" stroke=\"").append(colour(line.tone())).append('"');
        if (line.dash() != Dash.SOLID) {
            out.append(" stroke-dasharray=\"")
                    .append(
                            line.dash().units().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(" ")))
                    .append('"');
        }
        out.append("/>\n");
    }

    private static void attribute(StringBuilder out, String name, int value) {
        out.append(' ').append(name).append("=\"").append(value).append('"');
    }

    private static String colour(Tone tone) {
        return String.format("#%06X", tone.rgb());
    }
}
