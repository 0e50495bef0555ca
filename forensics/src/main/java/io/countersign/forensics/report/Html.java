package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Address;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Heading;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Picture;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/// A report as one HTML file that needs nothing else: no script, no picture from elsewhere, and a
/// policy that forbids both. Every text is escaped, control and bidirectional characters with it.
public final class Html {
    private static final String STYLE =
            ":root{color-scheme:light dark}"
                    + "body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:CanvasText;background:Canvas}"
                    + "h1{margin-bottom:0}h2{margin-top:2em;border-bottom:1px solid #999}"
                    + "table{border-collapse:collapse;max-width:100%;margin:1em 0}"
                    + "th,td{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
                    + "th{background:#8883}.n{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto}figure{margin:1em 0}"
                    + "@media print{:root{color-scheme:light}body{max-width:none}}";

    private Html() {}

    public static String of(Report report) {
        StringBuilder out = begun(report.title());
        out.append("<h1>")
                .append(escaped(report.title()))
                .append("</h1>\n<p>")
                .append(escaped(report.subtitle()))
                .append("</p>\n<ol>\n");
        List<Section> sections = report.sections();
        for (int i = 0; i < sections.size(); i++) {
            out.append("<li><a href=\"#s")
                    .append(i + 1)
                    .append("\">")
                    .append(escaped(sections.get(i).heading()))
                    .append("</a></li>\n");
        }
        out.append("</ol>\n");
        for (int i = 0; i < sections.size(); i++) {
            out.append("<h2 id=\"s")
                    .append(i + 1)
                    .append("\">")
                    .append(i + 1)
                    .append(". ")
                    .append(escaped(sections.get(i).heading()))
                    .append("</h2>\n");
            List<Block> blocks = sections.get(i).blocks();
            for (int j = 0; j < blocks.size(); j++) {
                block(out, blocks.get(j), "p" + (i + 1) + "n" + (j + 1));
            }
        }
        return out.append("</body></html>\n").toString();
    }

    /// A letter, which says so where it is a draft.
    public static String of(Letter letter) {
        StringBuilder out = begun(letter.title());
        if (letter.draft()) {
            out.append("<p><strong>").append(escaped(Letter.DRAFT)).append("</strong></p>\n");
        }
        for (int i = 0; i < letter.blocks().size(); i++) {
            block(out, letter.blocks().get(i), "b" + i);
        }
        return out.append("</body></html>\n").toString();
    }

    private static StringBuilder begun(String title) {
        return new StringBuilder(4_096)
                .append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<title>")
                .append(escaped(title))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n");
    }

    private static void block(StringBuilder out, Block block, String id) {
        switch (block) {
            case Paragraph(String text) -> out.append("<p>").append(escaped(text)).append("</p>\n");
            case Heading(String text) -> out.append("<h2>").append(escaped(text)).append("</h2>\n");
            case Address(List<String> lines) ->
                    out.append("<p>")
                            .append(
                                    lines.stream()
                                            .map(Html::escaped)
                                            .collect(Collectors.joining("<br>\n")))
                            .append("</p>\n");
            case Table table -> table(out, table);
            case Picture picture -> picture(out, Drawing.of(picture), id);
        }
    }

    private static void picture(StringBuilder out, Drawing drawing, String id) {
        out.append("<figure><figcaption>").append(escaped(drawing.title()));
        out.append("</figcaption>").append(Svg.of(drawing, id)).append("</figure>\n");
    }

    private static void table(StringBuilder out, Table table) {
        out.append("<table><thead>");
        BitSet numbers = table.numbers();
        row(out, table.head(), numbers, "th");
        out.append("</thead><tbody>\n");
        table.rows().forEach(row -> row(out, row, numbers, "td"));
        if (table.rows().isEmpty()) {
            out.append("<tr><td colspan=\"")
                    .append(table.head().size())
                    .append("\">")
                    .append(Table.NONE)
                    .append("</td></tr>\n");
        }
        out.append("</tbody></table>\n");
    }

    private static void row(StringBuilder out, List<String> cells, BitSet numbers, String tag) {
        out.append("<tr>");
        for (int i = 0; i < cells.size(); i++) {
            out.append('<').append(tag);
            out.append(numbers.get(i) ? " class=\"n\">" : ">").append(escaped(cells.get(i)));
            out.append("</").append(tag).append('>');
        }
        out.append("</tr>\n");
    }

    /// A text that no reader of HTML or SVG takes for anything else, all of it in sight.
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        VisibleText.of(text)
                .chars()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> out.append("&amp;");
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '"' -> out.append("&quot;");
                        case '\'' -> out.append("&#39;");
                        default -> out.append((char) c);
                    }
                });
        return out.toString();
    }
}
