package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Lane;
import io.countersign.forensics.report.Report.Moment;
import io.countersign.forensics.report.Report.Timeline;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Moments drawn to scale on a line for each kind, as SVG. Where many lie in one place they are
/// drawn as one mark with their number, so that a picture has a bounded size.
final class TimelinePicture {
    private static final int WIDTH = 900;
    private static final int LEFT = 140;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int LANE = 44;

    /// Marks of one lane; moments nearer than that share one.
    private static final int SLOTS = 74;

    private TimelinePicture() {}

    static String svg(Timeline timeline) {
        List<Moment> moments =
                timeline.moments().stream().sorted(Comparator.comparing(Moment::at)).toList();
        if (moments.isEmpty()) {
            return "";
        }
        Instant first = moments.getFirst().at();
        Instant last = moments.getLast().at();
        int height = TOP + LANE * Lane.values().length + 30;
        StringBuilder out =
                new StringBuilder("<svg viewBox=\"0 0 ")
                        .append(WIDTH)
                        .append(' ')
                        .append(height)
                        .append(
                                "\" role=\"img\" aria-label=\"timeline\" font-family=\"sans-serif\" font-size=\"12\">\n");
        for (Lane lane : Lane.values()) {
            int y = TOP + LANE * lane.ordinal() + LANE / 2;
            out.append("<text x=\"0\" y=\"").append(y + 4).append("\">");
            out.append(Html.escaped(lane.label())).append("</text>");
            out.append("<line x1=\"").append(LEFT).append("\" x2=\"").append(WIDTH - RIGHT);
            out.append("\" y1=\"").append(y).append("\" y2=\"").append(y);
            out.append("\" stroke=\"#bbb\"/>\n");
            marks(out, moments, lane, first, last, y);
        }
        int y = height - 8;
        out.append("<text x=\"").append(LEFT).append("\" y=\"").append(y).append("\">");
        out.append(first).append("</text>");
        out.append("<text x=\"").append(WIDTH - RIGHT).append("\" y=\"").append(y);
        out.append("\" text-anchor=\"end\">").append(last).append("</text>\n");
        return out.append("</svg>\n").toString();
    }

    private static void marks(
            StringBuilder out,
            List<Moment> moments,
            Lane lane,
            Instant first,
            Instant last,
            int y) {
        int[] counts = new int[SLOTS];
        for (Moment moment : moments) {
            if (moment.lane() == lane) {
                counts[slot(moment.at(), first, last)]++;
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            if (counts[slot] == 0) {
                continue;
            }
            int x = LEFT + slot * (WIDTH - RIGHT - LEFT) / (SLOTS - 1);
            out.append("<circle cx=\"").append(x).append("\" cy=\"").append(y);
            out.append("\" r=\"5\" fill=\"").append(colour(lane)).append("\"/>");
            if (counts[slot] > 1) {
                out.append("<text x=\"").append(x).append("\" y=\"").append(y - 9);
                out.append("\" text-anchor=\"middle\">").append(counts[slot]).append("</text>");
            }
            out.append('\n');
        }
    }

    private static int slot(Instant at, Instant first, Instant last) {
        double whole = Math.max(1, last.toEpochMilli() - first.toEpochMilli());
        return (int) Math.round((at.toEpochMilli() - first.toEpochMilli()) / whole * (SLOTS - 1));
    }

    private static String colour(Lane lane) {
        return switch (lane) {
            case EVENTS -> "#1f5fa8";
            case ALERTS -> "#b3261e";
            case STEPS -> "#3b7a3b";
        };
    }
}
