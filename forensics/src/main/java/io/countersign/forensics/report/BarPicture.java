package io.countersign.forensics.report;

import io.countersign.forensics.report.Drawing.Anchor;
import io.countersign.forensics.report.Drawing.Box;
import io.countersign.forensics.report.Drawing.Mark;
import io.countersign.forensics.report.Drawing.Tone;
import io.countersign.forensics.report.Drawing.Words;
import io.countersign.forensics.report.Report.Bar;
import io.countersign.forensics.report.Report.Bars;
import java.util.ArrayList;
import java.util.List;

/// Numbers as bars from the left, each with its name before it and its number behind it. More than
/// [#MAX_BARS] end in one bar for all others.
final class BarPicture {
    static final int MAX_BARS = 20;

    private static final int LEFT = 250;
    private static final int RIGHT = 80;
    private static final int ROW = 24;
    private static final int GAP = 6;
    private static final int MAX_LABEL = 34;

    private BarPicture() {}

    static Drawing of(Bars bars) {
        List<Bar> shown = shown(bars.bars());
        long longest = shown.stream().mapToLong(Bar::value).max().orElse(0);
        List<Mark> marks = new ArrayList<>();
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < shown.size(); i++) {
            Bar bar = shown.get(i);
            int y = i * ROW;
            int width = width(bar.value(), longest);
            marks.add(new Words(LEFT - 8, y + 16, Anchor.END, cut(bar.label())));
            if (width > 0) {
                marks.add(new Box(LEFT, y + GAP / 2, width, ROW - GAP, Tone.BLUE));
            }
            String number = Long.toString(bar.value());
            marks.add(new Words(LEFT + width + 8, y + 16, Anchor.START, number));
            told.append(told.isEmpty() ? "" : "; ").append(bar.label()).append(' ').append(number);
        }
        return new Drawing(
                Drawing.WIDTH,
                Math.max(ROW, shown.size() * ROW),
                bars.title(),
                told.isEmpty() ? "Nothing to show." : told.append('.').toString(),
                marks);
    }

    private static List<Bar> shown(List<Bar> bars) {
        if (bars.size() <= MAX_BARS) {
            return bars;
        }
        List<Bar> rest = bars.subList(MAX_BARS - 1, bars.size());
        List<Bar> shown = new ArrayList<>(bars.subList(0, MAX_BARS - 1));
        shown.add(
                new Bar(
                        rest.size() + " others",
                        rest.stream().mapToLong(Bar::value).reduce(0, Math::addExact)));
        return shown;
    }

    /// At least one unit for what is not nothing.
    private static int width(long value, long longest) {
        if (value == 0) {
            return 0;
        }
        return (int) Math.max(1, Math.round((double) value / longest * whole()));
    }

    private static int whole() {
        return Drawing.WIDTH - LEFT - RIGHT;
    }

    private static String cut(String label) {
        return label.codePointCount(0, label.length()) <= MAX_LABEL
                ? label
                : label.substring(0, label.offsetByCodePoints(0, MAX_LABEL - 1)) + "…";
    }
}
