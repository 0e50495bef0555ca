package io.countersign.forensics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.report.Drawing.Anchor;
import io.countersign.forensics.report.Drawing.Dot;
import io.countersign.forensics.report.Drawing.Words;
import io.countersign.forensics.report.Report.Lane;
import io.countersign.forensics.report.Report.Moment;
import io.countersign.forensics.report.Report.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A picture of one event and of a hundred thousand.
class TimelinesStayLegibleTest {
    private static final Instant START = Instant.parse("2026-11-27T16:34:50.106343404Z");

    /// Units that a digit takes in a font of 12, at most.
    private static final int DIGIT = 7;

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 2_000, 100_000})
    void noNumberLiesOnItsNeighbourAndNoneIsLost(int events) {
        Drawing drawing =
                TimelinePicture.of(
                        new Timeline(
                                IntStream.range(0, events)
                                        .mapToObj(
                                                i -> new Moment(START.plusSeconds(i), Lane.EVENTS))
                                        .toList()));

        List<Words> numbers =
                drawing.marks().stream()
                        .flatMap(mark ->
                                mark instanceof Words words ? List.of(words).stream() : null)
                        .filter(words -> words.anchor() == Anchor.MIDDLE)
                        .toList();
        for (int i = 1; i < numbers.size(); i++) {
            int broad = (numbers.get(i - 1).text().length() + numbers.get(i).text().length()) / 2;
            assertThat(numbers.get(i).x() - numbers.get(i - 1).x()).isGreaterThan(broad * DIGIT);
        }
        long dots = drawing.marks().stream().filter(Dot.class::isInstance).count();
        long counted = numbers.stream().mapToLong(words -> Long.parseLong(words.text())).sum();
        assertThat(counted + dots - numbers.size()).isEqualTo(events);
        assertThat(drawing.description()).contains("events: " + events, "2026-11-27T16:34:50Z");
    }

    @Test
    void oneMomentHasOneTime() {
        Drawing drawing = TimelinePicture.of(new Timeline(List.of(new Moment(START, Lane.STEPS))));

        assertThat(drawing.marks())
                .filteredOn(mark ->
                        mark instanceof Words words && words.text().startsWith("2026-11-27"))
                .hasSize(1);
    }
}
