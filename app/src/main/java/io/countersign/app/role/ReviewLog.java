package io.countersign.app.role;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReviewEntry;
import java.time.Instant;
import java.util.Optional;

/// Has reviews chained: the closing of an alert, in the chain of the entry that caused it, and the
/// examination of a part of the log.
public final class ReviewLog {
    /// A part of the log concerns no chain more than another.
    private static final int PARTITION = 0;

    private ReviewLog() {}

    /// Of a part of the log.
    ///
    /// @return where the entry stands; empty where it did not come within 30 seconds
    public static Optional<EntryRef> examined(
            Deployment deployment, ReviewEntry review, Instant now) {
        return chain(deployment, PARTITION, review, now);
    }

    /// @param chain of the alert's cause
    /// @return where the entry stands; empty where it did not come within 30 seconds
    public static Optional<EntryRef> chain(
            Deployment deployment, ChainId chain, ReviewEntry review, Instant now) {
        return chain(deployment, chain.partition(), review, now);
    }

    private static Optional<EntryRef> chain(
            Deployment deployment, int partition, ReviewEntry review, Instant now) {
        return ChainRequest.send(
                deployment,
                partition,
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
