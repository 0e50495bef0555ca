package io.countersign.forensics.report;

import io.countersign.forensics.report.Drawing.Anchor;
import io.countersign.forensics.report.Drawing.Dash;
import io.countersign.forensics.report.Drawing.Dot;
import io.countersign.forensics.report.Drawing.Line;
import io.countersign.forensics.report.Drawing.Mark;
import io.countersign.forensics.report.Drawing.Tone;
import io.countersign.forensics.report.Drawing.Words;
import io.countersign.forensics.report.Report.Lane;
import io.countersign.forensics.report.Report.Moment;
import io.countersign.forensics.report.Report.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Moments drawn to scale on a line for each kind. Where many lie in one place they are drawn as
/// one mark with their number, so that a picture has a bounded size.
final class TimelinePicture {
    private static final int LEFT = 140;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int LANE = 44;
    private static final int END = Drawing.WIDTH - RIGHT;

    /// Marks of one lane, as far from each other as a number of four digits is broad; moments
    /// nearer than that share one.
    private static final int SLOTS = 24;

    /// Of a single moment; a mark of ten times as many is broader by two.
    private static final int RADIUS = 5;

    private TimelinePicture() {}

    static Drawing of(Timeline timeline) {
        List<Moment> moments =
                timeline.moments().stream().sorted(Comparator.comparing(Moment::at)).toList();
        int height = TOP + LANE * Lane.values().length + 30;
        List<Mark> marks = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            int y = TOP + LANE * lane.ordinal() + LANE / 2;
            marks.add(new Words(0, y + 4, Anchor.START, lane.label()));
            marks.add(new Line(LEFT, y, END, y, Tone.FAINT, Dash.SOLID));
        }
        if (moments.isEmpty()) {
            return new Drawing(Drawing.WIDTH, height, "Timeline", "No moments.", marks);
        }
        Instant first = moments.getFirst().at();
        Instant last = moments.getLast().at();
        for (Lane lane : Lane.values()) {
            dots(marks, moments, lane, first, last);
        }
        marks.add(new Words(LEFT - RADIUS, height - 8, Anchor.START, second(first)));
        if (first.isBefore(last)) {
            marks.add(new Words(END, height - 8, Anchor.END, second(last)));
        }
        return new Drawing(
                Drawing.WIDTH,
                height,
                "Timeline",
                Stream.of(Lane.values())
                                .map(lane -> lane.label() + ": " + count(moments, lane))
                                .collect(Collectors.joining(", "))
                        + "; from "
                        + second(first)
                        + " to "
                        + second(last)
                        + ". A number at a mark says how many moments it stands for.",
                marks);
    }

    private static long count(List<Moment> moments, Lane lane) {
        return moments.stream().filter(moment -> moment.lane() == lane).count();
    }

    private static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void dots(
            List<Mark> marks, List<Moment> moments, Lane lane, Instant first, Instant last) {
        int y = TOP + LANE * lane.ordinal() + LANE / 2;
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
            int x = LEFT + slot * (END - LEFT) / (SLOTS - 1);
            int radius = RADIUS + 2 * (int) Math.log10(counts[slot]);
            marks.add(new Dot(x, y, radius, tone(lane)));
            if (counts[slot] > 1) {
                marks.add(
                        new Words(
                                x, y - radius - 4, Anchor.MIDDLE, Integer.toString(counts[slot])));
            }
        }
    }

    private static int slot(Instant at, Instant first, Instant last) {
        double whole = Math.max(1, last.toEpochMilli() - first.toEpochMilli());
        return (int) Math.round((at.toEpochMilli() - first.toEpochMilli()) / whole * (SLOTS - 1));
    }

    private static Tone tone(Lane lane) {
        return switch (lane) {
            case EVENTS -> Tone.BLUE;
            case ALERTS -> Tone.RED;
            case STEPS -> Tone.GREEN;
        };
    }
}
