package io.countersign.forensics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.report.Report.Lane;
import io.countersign.forensics.report.Report.Moment;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
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

        String svg = TimelinePicture.svg(new Timeline(moments));

        assertThat(svg).startsWith("<svg").endsWith("</svg>\n").hasSizeLessThan(64 * 1024);
        assertThat(TimelinePicture.svg(new Timeline(List.of(new Moment(THEN, Lane.ALERTS)))))
                .contains("<circle");
        assertThat(TimelinePicture.svg(new Timeline(List.of()))).isEmpty();
    }
}
