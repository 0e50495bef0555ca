package io.countersign.forensics.reviews;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// When reviews were due, and which of them were done. A stretch is due as long after its end as it
/// is itself. Reviews of one chain or one question are work beside it: only those count that looked
/// at everything of their time. Stateless.
public final class ReviewCalendar {
    /// Where nobody says how often.
    public static final Duration WEEKLY = Duration.ofDays(7);

    public static final Duration SHORTEST = Duration.ofDays(1);

    /// More stretches than six years of days have, and some.
    private static final int MAX_STRETCHES = 4_000;

    private ReviewCalendar() {}

    /// The stretches that have ended, the earliest first; of more than eleven years of days, the
    /// latest.
    ///
    /// @param start the first seal
    /// @param every how long a stretch is, [#SHORTEST] at least
    /// @param reviews in any order
    public static List<DueReview> of(
            Instant start, Instant now, Duration every, List<LogReview> reviews) {
        if (every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("reviews are a day apart at least");
        }
        List<LogReview> counting =
                reviews.stream()
                        .filter(LogReview::counts)
                        .sorted(Comparator.comparing(one -> one.statement().scope().from()))
                        .toList();
        List<DueReview> due = new ArrayList<>();
        long whole = Math.max(0, Duration.between(start, now).dividedBy(every));
        long first = Math.max(0, whole - MAX_STRETCHES);
        for (long i = first; i < whole; i++) {
            Instant from = start.plus(every.multipliedBy(i));
            due.add(stretch(from, from.plus(every), now, every, counting));
        }
        return List.copyOf(due);
    }

    private static DueReview stretch(
            Instant from, Instant to, Instant now, Duration every, List<LogReview> reviews) {
        Instant due = to.plus(every);
        Instant covered = from;
        Optional<LogReview> last = Optional.empty();
        for (LogReview review : reviews) {
            boolean goesOn =
                    !review.statement().scope().from().isAfter(covered)
                            && review.statement().scope().to().isAfter(covered);
            if (goesOn && covered.isBefore(to)) {
                covered = review.statement().scope().to();
                if (last.isEmpty() || isLater(review, last.get())) {
                    last = Optional.of(review);
                }
            }
        }
        if (!covered.isBefore(to)) {
            return new DueReview(from, to, due, DueReview.State.DONE, last);
        }
        return new DueReview(
                from,
                to,
                due,
                now.isBefore(due) ? DueReview.State.OPEN : DueReview.State.MISSED,
                Optional.empty());
    }

    private static boolean isLater(LogReview one, LogReview other) {
        return one.statement().signed().isAfter(other.statement().signed());
    }
}
