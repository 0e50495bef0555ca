package io.countersign.forensics.reviews;

import io.countersign.forensics.periodic.PeriodicReview;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A stretch of time that somebody has to examine.
///
/// @param from begins it
/// @param to ends it, exclusive
/// @param due by then it is signed
/// @param done the review that completed it; empty: there are days that nobody has signed for
public record DueReview(
        Instant from, Instant to, Instant due, State state, Optional<LogReview> done) {
    public enum State {
        /// All of it was examined.
        DONE,
        /// It has ended, and there is time until it is due.
        OPEN,
        /// It was due, and was not examined.
        MISSED
    }

    /// As a line of the year's pack.
    ///
    /// @param zone in which days begin
    public PeriodicReview periodic(ZoneId zone) {
        return new PeriodicReview(
                due.atZone(zone).toLocalDate(),
                "what was sealed from %s to %s".formatted(from, to),
                done.map(review -> review.statement().signed()),
                done.map(review -> review.statement().person()).orElse(""),
                done.map(review -> review.statement().outcome()).orElse(""));
    }
}
