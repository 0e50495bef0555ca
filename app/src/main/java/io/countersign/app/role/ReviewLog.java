package io.countersign.app.role;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReviewEntry;
import java.time.Instant;
import java.util.Optional;

/// Has the closing of an alert chained, in the chain of the entry that caused the alert.
public final class ReviewLog {
    private ReviewLog() {}

    /// @param chain of the alert's cause
    /// @return where the entry stands; empty where it did not come within 30 seconds
    public static Optional<EntryRef> chain(
            Deployment deployment, ChainId chain, ReviewEntry review, Instant now) {
        return ChainRequest.send(
                deployment,
                chain.partition(),
                ControlRecord.newBuilder()
                        .setKind(ControlKind.REVIEW)
                        .setOrigin("review")
                        .setTimeMillis(now.toEpochMilli())
                        .setReview(review)
                        .build(),
                entry ->
                        entry.getKind() == EntryKind.REVIEW
                                && entry.getReview().filter(review::equals).isPresent());
    }
}
