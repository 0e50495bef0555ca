package io.countersign.forensics.reviews;

import io.countersign.audit.review.ReviewStatement;
import io.countersign.schemas.AuditEntry;
import java.util.Optional;

/// An entry that says that somebody examined a part of the log.
///
/// @param chain of the entry
/// @param seq of the entry
/// @param signed whether it bears the signature of the key that it names
public record LogReview(String chain, long seq, ReviewStatement statement, boolean signed) {
    /// Empty where the entry says no such thing.
    public static Optional<LogReview> of(AuditEntry entry) {
        return entry.getReview()
                .filter(review -> review.getExamined().isPresent())
                .map(review ->
                        new LogReview(
                                entry.getChain(),
                                entry.getSeq(),
                                ReviewStatement.of(review),
                                ReviewStatement.holds(review)));
    }

    /// Whether it counts for the calendar: signed, and of everything of its time.
    boolean counts() {
        return signed && statement.scope().isWhole();
    }
}
