package io.countersign.forensics.report;

import io.countersign.forensics.report.Drawing.Anchor;
import io.countersign.forensics.report.Drawing.Dash;
import io.countersign.forensics.report.Drawing.Dot;
import io.countersign.forensics.report.Drawing.Line;
import io.countersign.forensics.report.Drawing.Mark;
import io.countersign.forensics.report.Drawing.Tone;
import io.countersign.forensics.report.Drawing.Words;
import io.countersign.forensics.report.Report.Lines;
import io.countersign.forensics.report.Report.Series;
import java.util.ArrayList;
import java.util.List;

/// Numbers over time as lines. Each series has a colour and a dash of its own, which the legend
/// above shows beside its name.
final class LinePicture {
    private static final int LEFT = 60;
    private static final int END = Drawing.WIDTH - 20;
    private static final int TOP = 30;
    private static final int PLOT = 170;
    private static final int BOTTOM = TOP + PLOT;
    private static final int LEGEND = 230;
    private static final Tone[] TONES = {Tone.BLUE, Tone.RED, Tone.GREEN};

    private LinePicture() {}

    static Drawing of(Lines lines) {
        long highest =
                lines.series().stream()
                        .flatMap(one -> one.values().stream())
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
        List<Mark> marks = new ArrayList<>();
        marks.add(new Line(LEFT, BOTTOM, END, BOTTOM, Tone.FAINT, Dash.SOLID));
        marks.add(new Line(LEFT, TOP, END, TOP, Tone.FAINT, Dash.SHORT));
        marks.add(new Words(LEFT - 8, BOTTOM + 4, Anchor.END, "0"));
        marks.add(new Words(LEFT - 8, TOP + 4, Anchor.END, Long.toString(highest)));
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < lines.series().size(); i++) {
            Series series = lines.series().get(i);
            Tone tone = TONES[i];
            Dash dash = Dash.values()[i];
            int x = LEFT + i * LEGEND;
            marks.add(new Line(x, 10, x + 40, 10, tone, dash));
            marks.add(new Words(x + 48, 14, Anchor.START, series.name()));
            drawn(marks, series.values(), highest, tone, dash);
            told.append(told.isEmpty() ? "" : " ")
                    .append(series.name())
                    .append(": ")
                    .append(series.values().stream().mapToLong(Long::longValue).sum())
                    .append(" in all, at most ")
                    .append(series.values().stream().mapToLong(Long::longValue).max().orElse(0))
                    .append('.');
        }
        marks.add(new Words(LEFT, BOTTOM + 20, Anchor.START, lines.steps().getFirst()));
        marks.add(new Words(END, BOTTOM + 20, Anchor.END, lines.steps().getLast()));
        return new Drawing(Drawing.WIDTH, BOTTOM + 30, lines.title(), told.toString(), marks);
    }

    private static void drawn(
            List<Mark> marks, List<Long> values, long highest, Tone tone, Dash dash) {
        for (int i = 0; i < values.size(); i++) {
            int x = x(i, values.size());
            int y = y(values.get(i), highest);
            if (i > 0) {
                marks.add(
                        new Line(
                                x(i - 1, values.size()),
                                y(values.get(i - 1), highest),
                                x,
                                y,
                                tone,
                                dash));
            }
            marks.add(new Dot(x, y, 2, tone));
        }
    }

    private static int x(int step, int steps) {
        return LEFT + (int) ((long) step * (END - LEFT) / Math.max(1, steps - 1));
    }

    private static int y(long value, long highest) {
        return BOTTOM - (int) Math.round((double) value / Math.max(1, highest) * PLOT);
    }
}
