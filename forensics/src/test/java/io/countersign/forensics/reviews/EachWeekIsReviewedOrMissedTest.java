package io.countersign.forensics.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.review.ReviewScope;
import io.countersign.audit.review.ReviewStatement;
import io.countersign.forensics.reviews.DueReview.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each week that has ended is examined as a whole, has another week's time for it, or was missed;
/// reviews of a part, and ones that nobody's key stands for, do not count.
class EachWeekIsReviewedOrMissedTest {
    private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
    private static final Duration WEEK = ReviewCalendar.WEEKLY;

    private static Instant day(int days) {
        return START.plus(Duration.ofDays(days));
    }

    private static LogReview review(int from, int to, String chain, boolean signed) {
        return new LogReview(
                "audit.entry.v1/0@1",
                from,
                new ReviewStatement(
                        new ReviewScope(
                                "log.example.org",
                                9,
                                Sha256.of(new byte[1]),
                                day(from),
                                day(to),
                                1,
                                2,
                                chain,
                                ""),
                        "NOTHING_FOUND",
                        List.of(),
                        "",
                        "",
                        "r" + from,
                        "E1001",
                        day(to + 1)),
                signed);
    }

    private static List<State> states(int now, LogReview... reviews) {
        return ReviewCalendar.of(START, day(now), WEEK, List.of(reviews)).stream()
                .map(DueReview::state)
                .toList();
    }

    @Test
    void aWeekIsOpenForAWeekAndThenMissed() {
        assertThat(states(6)).isEmpty();
        assertThat(states(7)).containsExactly(State.OPEN);
        assertThat(states(13)).containsExactly(State.OPEN);
        assertThat(states(14)).containsExactly(State.MISSED, State.OPEN);
    }

    @Test
    void severalReviewsCoverAWeekAndOneCoversSeveral() {
        assertThat(states(14, review(3, 7, "", true), review(0, 4, "", true)))
                .containsExactly(State.DONE, State.OPEN);
        assertThat(states(21, review(0, 14, "", true)))
                .containsExactly(State.DONE, State.DONE, State.OPEN);
        assertThat(states(14, review(0, 3, "", true), review(4, 7, "", true)))
                .as("a day is missing")
                .containsExactly(State.MISSED, State.OPEN);
    }

    @Test
    void aPartOrAForgedReviewDoesNotCount() {
        assertThat(states(14, review(0, 7, "audit.entry.v1/0@1", true)))
                .containsExactly(State.MISSED, State.OPEN);
        assertThat(states(14, review(0, 7, "", false))).containsExactly(State.MISSED, State.OPEN);
    }

    @Test
    void theYearsPackSaysWhoDidItAndWhenItWasDue() {
        assertThat(
                        ReviewCalendar.of(START, day(14), WEEK, List.of(review(0, 7, "", true)))
                                .getFirst()
                                .periodic(ZoneOffset.UTC))
                .satisfies(line -> {
                    assertThat(line.due()).isEqualTo("2026-11-16");
                    assertThat(line.by()).isEqualTo("E1001");
                    assertThat(line.done()).contains(day(8));
                    assertThat(line.found()).isEqualTo("NOTHING_FOUND");
                });
    }
}
