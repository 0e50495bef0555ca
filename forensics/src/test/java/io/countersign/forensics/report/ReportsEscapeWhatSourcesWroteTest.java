package io.countersign.forensics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.report.Report.Bar;
import io.countersign.forensics.report.Report.Bars;
import io.countersign.forensics.report.Report.Lane;
import io.countersign.forensics.report.Report.Lines;
import io.countersign.forensics.report.Report.Moment;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Picture;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Series;
import io.countersign.forensics.report.Report.Table;
import io.countersign.forensics.report.Report.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nothing that a source wrote becomes markup, and a picture stays small however much there is.
class ReportsEscapeWhatSourcesWroteTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e\u0007";
    private static final Instant THEN = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void everyPlaceOfAReportIsEscaped() {
        String html =
                Html.of(
                        new Report(
                                HOSTILE,
                                HOSTILE,
                                List.of(
                                        new Section(
                                                HOSTILE,
                                                List.of(
                                                        new Paragraph(HOSTILE),
                                                        new Table(
                                                                List.of(HOSTILE),
                                                                List.of(List.of(HOSTILE))))))));

        assertThat(html)
                .doesNotContain("<script", "\u202e", "\u0007", "alert(1)</")
                .contains("&lt;script&gt;", "[U+202E]", "[U+0007]", "default-src 'none'");
    }

    @Test
    void manyMomentsAreAPictureOfBoundedSize() {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            moments.add(new Moment(THEN.plusSeconds(i), Lane.values()[i % 3]));
        }

        String svg = svg(new Timeline(moments));

        assertThat(svg).startsWith("<svg").endsWith("</svg>\n").hasSizeLessThan(64 * 1024);
        assertThat(svg(new Timeline(List.of(new Moment(THEN, Lane.ALERTS))))).contains("<circle");
        assertThat(svg(new Timeline(List.of()))).contains("No moments.").doesNotContain("<circle");
    }

    @Test
    void chartsAreEscapedNamedAndOfBoundedSize() {
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            bars.add(new Bar(HOSTILE, i));
        }
        String svg = svg(new Bars(HOSTILE, bars));

        assertThat(svg)
                .doesNotContain("<script", "\u202e", "\u0007")
                .contains("<title id=\"p1t\">", "<desc id=\"p1d\">", "981 others")
                .hasSizeLessThan(64 * 1024);
        assertThat(svg(new Bars("none", List.of(new Bar("zero", 0)))))
                .doesNotContain("<rect")
                .contains(">zero</text>");
        assertThat(
                        svg(
                                new Lines(
                                        "two",
                                        List.of("2026-10-01", "2026-10-02"),
                                        List.of(
                                                new Series("seen", List.of(4L, 2L)),
                                                new Series(HOSTILE, List.of(0L, 1L))))))
                .contains("seen: 6 in all, at most 4.", "stroke-dasharray=\"10 5\"")
                .doesNotContain("<script");
    }

    private static String svg(Picture picture) {
        return Svg.of(Drawing.of(picture), "p1");
    }
}
