package io.countersign.app.flows;

import io.countersign.detectors.destination.CoverageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// A map as one SVG file that refers to nothing outside it: no script, no font, no picture. States
/// are told by word and by kind of line too, not by colour alone; a screen that asks for it gets it
/// dark, print is always light.
public final class FlowPicture {
    /// Flows that are drawn; more are a line at the bottom.
    public static final int MAX_DRAWN = 150;

    private static final List<String> HEADS =
            List.of("Who", "By way of", "Service", "Account", "BAA row, or the gap");
    private static final int[] WIDTHS = {170, 160, 190, 220, 400};
    private static final int GAP = 34;
    private static final int MARGIN = 24;
    private static final int TOP = 112;
    private static final int LINE = 16;
    private static final int PADDING = 9;
    private static final int BETWEEN = 10;

    /// A character of the font is narrower on average.
    private static final double CHARACTER = 6.7;

    private static final int MAX_LINES = 6;

    private final FlowMap map;
    private final UnaryOperator<String> harmless;
    private final StringBuilder svg = new StringBuilder();
    private int y = TOP;

    private FlowPicture(FlowMap map, UnaryOperator<String> harmless) {
        this.map = map;
        this.harmless = harmless;
    }

    /// @param harmless makes control and bidirectional characters visible
    public static String of(FlowMap map, UnaryOperator<String> harmless) {
        return new FlowPicture(map, harmless).draw();
    }

    private String draw() {
        List<Flow> drawn = map.flows().subList(0, Math.min(MAX_DRAWN, map.flows().size()));
        int column = 0;
        for (String head : HEADS) {
            text(left(column++), TOP - 14, "head", head);
        }
        for (FlowNode from : FlowNode.tree(drawn)) {
            node(from, 0);
        }
        List<String> foot = new ArrayList<>(map.warnings());
        int more = map.flows().size() - drawn.size();
        if (more > 0) {
            foot.add(more + " more flows are not drawn: --json has them all.");
        }
        if (map.left() > 0) {
            foot.add(map.left() + " events were on further ways, which were not told apart.");
        }
        for (String line : foot) {
            for (String part : wrap(line, width() - 2 * MARGIN, Integer.MAX_VALUE)) {
                text(MARGIN, y + LINE, "note", part);
                y += LINE;
            }
        }
        return frame();
    }

    private static int left(int column) {
        int x = MARGIN;
        for (int i = 0; i < column; i++) {
            x += WIDTHS[i] + GAP;
        }
        return x;
    }

    private static int width() {
        return left(WIDTHS.length - 1) + WIDTHS[WIDTHS.length - 1] + MARGIN;
    }

    /// Draws a step and all after it; gives the height of its middle.
    private int node(FlowNode node, int column) {
        int begin = y;
        List<Integer> middles = new ArrayList<>();
        List<CoverageState> states = new ArrayList<>();
        if (node.children().isEmpty()) {
            for (Flow flow : node.flows()) {
                middles.add(leaf(flow));
                states.add(flow.state());
            }
        } else {
            for (FlowNode child : node.children()) {
                middles.add(node(child, column + 1));
                states.add(child.weakest().state());
            }
        }
        List<String> lines = wrap(node.label(), WIDTHS[column] - 2 * PADDING, MAX_LINES);
        int height = lines.size() * LINE + 2 * PADDING;
        int middle = (middles.getFirst() + middles.getLast()) / 2;
        int top = Math.max(begin, middle - height / 2);
        // A label of several lines must not reach into what comes below.
        y = Math.max(y, top + height + BETWEEN);
        middle = top + height / 2;
        box(left(column), top, WIDTHS[column], height, "box", " stroke=\"#6b7280\"");
        for (int i = 0; i < lines.size(); i++) {
            text(left(column) + PADDING, top + PADDING + 12 + i * LINE, "text", lines.get(i));
        }
        for (int i = 0; i < middles.size(); i++) {
            connect(
                    left(column) + WIDTHS[column],
                    middle,
                    left(column + 1),
                    middles.get(i),
                    states.get(i));
        }
        return middle;
    }

    private int leaf(Flow flow) {
        int column = WIDTHS.length - 1;
        int room = WIDTHS[column] - 2 * PADDING;
        List<String> lines = new ArrayList<>();
        lines.addAll(wrap(flow.baa(), room, MAX_LINES));
        lines.addAll(wrap(flow.why(), room, MAX_LINES));
        if (!flow.weakestLink().equals(flow.service()) && flow.state() != CoverageState.COVERED) {
            lines.addAll(wrap("weakest link: " + flow.weakestLink(), room, MAX_LINES));
        }
        flow.notes().forEach(note -> lines.addAll(wrap(note, room, MAX_LINES)));
        flow.seen()
                .ifPresent(seen ->
                        lines.addAll(
                                wrap(
                                        flow.seenWords() + ", such as " + seen.entry(),
                                        room,
                                        MAX_LINES)));
        int height = (lines.size() + 1) * LINE + 2 * PADDING;
        int x = left(column);
        svg.append("<g><title>").append(escaped(flow.sentence())).append("</title>\n");
        box(x, y, WIDTHS[column], height, "box " + kind(flow.state()), style(flow.state()));
        text(
                x + PADDING,
                y + PADDING + 12,
                "state " + kind(flow.state()),
                mark(flow.state()) + " " + flow.stateWord());
        for (int i = 0; i < lines.size(); i++) {
            text(x + PADDING, y + PADDING + 12 + (i + 1) * LINE, "text", lines.get(i));
        }
        svg.append("</g>\n");
        int middle = y + height / 2;
        y += height + BETWEEN;
        return middle;
    }

    private void box(int x, int top, int width, int height, String kind, String style) {
        svg.append(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"#ffffff\"%s/>%n"
                        .formatted(kind, x, top, width, height, style));
    }

    private void connect(int fromX, int fromY, int toX, int toY, CoverageState state) {
        int bend = (fromX + toX) / 2;
        svg.append(
                "<path class=\"line %s\" d=\"M%d %d C%d %d %d %d %d %d\" fill=\"none\"%s/>%n"
                        .formatted(
                                kind(state),
                                fromX,
                                fromY,
                                bend,
                                fromY,
                                bend,
                                toY,
                                toX,
                                toY,
                                style(state)));
    }

    private void text(int x, int baseline, String kind, String text) {
        boolean strong = !kind.equals("text") && !kind.equals("note");
        svg.append(
                "<text class=\"%s\" x=\"%d\" y=\"%d\" fill=\"#1f2328\"%s>%s</text>%n"
                        .formatted(
                                kind,
                                x,
                                baseline,
                                strong ? " font-weight=\"bold\"" : "",
                                escaped(text)));
    }

    private static String kind(CoverageState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String mark(CoverageState state) {
        return switch (state) {
            case COVERED -> "✓";
            case NOT_COVERED -> "✕";
            case UNKNOWN -> "?";
        };
    }

    /// Attributes, so that programs without style sheets show it too.
    private static String style(CoverageState state) {
        return switch (state) {
            case COVERED -> " stroke=\"#1a7f37\" stroke-width=\"1.5\"";
            case NOT_COVERED -> " stroke=\"#b3261e\" stroke-width=\"3\"";
            case UNKNOWN -> " stroke=\"#9a6700\" stroke-width=\"2\" stroke-dasharray=\"6 4\"";
        };
    }

    private String frame() {
        int height = y + MARGIN;
        StringBuilder said = new StringBuilder(map.headline());
        map.flows().stream()
                .limit(MAX_DRAWN)
                .forEach(flow -> said.append('\n').append(flow.sentence()));
        StringBuilder file = new StringBuilder(svg.length() + 4_096);
        file.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" aria-labelledby="map-title map-desc" lang="en" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="12">
                <title id="map-title">Where PHI may go, and by which BAA</title>
                <desc id="map-desc">%3$s</desc>
                <style>
                @media screen and (prefers-color-scheme: dark) {
                .page { fill: #0d1117 } text { fill: #e6edf3 } .box { fill: #161b22 }
                rect.covered, path.covered { stroke: #3fb950 } rect.unknown, path.unknown { stroke: #d29922 }
                rect.not-covered, path.not-covered { stroke: #f85149 }
                }
                </style>
                <rect class="page" x="0" y="0" width="%1$d" height="%2$d" fill="#ffffff"/>
                """
                        .formatted(width(), height, escaped(said.toString())));
        String body = svg.toString();
        svg.setLength(0);
        svg.append(
                "<text x=\"%d\" y=\"36\" font-size=\"20\" font-weight=\"bold\" fill=\"#1f2328\">Where PHI may go, and by which BAA</text>%n"
                        .formatted(MARGIN));
        List<String> headline = wrap(map.headline(), width() - 2 * MARGIN, 1);
        text(MARGIN, 58, "note", headline.getFirst());
        text(MARGIN, 76, "note", map.subtitle());
        return file.append(svg).append(body).append("</svg>\n").toString();
    }

    /// At blanks, and where a word is too long within it.
    static List<String> wrap(String text, int width, int maxLines) {
        int room = Math.max(8, (int) (width / CHARACTER));
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > room && lines.size() + 1 < maxLines) {
            int at = rest.lastIndexOf(' ', room);
            if (at <= 0) {
                at = Character.isHighSurrogate(rest.charAt(room - 1)) ? room - 1 : room;
            }
            lines.add(rest.substring(0, at).strip());
            rest = rest.substring(at).strip();
        }
        if (rest.length() > room) {
            int at = Character.isHighSurrogate(rest.charAt(room - 2)) ? room - 2 : room - 1;
            rest = rest.substring(0, at) + "…";
        }
        lines.add(rest);
        return lines;
    }

    private String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (String line : text.split("\n", -1)) {
            if (!escaped.isEmpty()) {
                escaped.append('\n');
            }
            harmless.apply(line)
                    .codePoints()
                    .forEach(codePoint -> {
                        switch (codePoint) {
                            case '<' -> escaped.append("&lt;");
                            case '>' -> escaped.append("&gt;");
                            case '&' -> escaped.append("&amp;");
                            case '"' -> escaped.append("&quot;");
                            case '\'' -> escaped.append("&#39;");
                            default -> escaped.appendCodePoint(codePoint);
                        }
                    });
        }
        return escaped.toString();
    }
}
