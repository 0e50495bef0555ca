package io.countersign.app.review;

import static io.countersign.app.reevaluation.JudgedEvents.SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.reevaluation.JudgedEvents;
import io.countersign.app.reevaluation.SealedSample;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.review.ReviewScope;
import io.countersign.audit.review.ReviewStatement;
import io.countersign.forensics.reviews.DueReview;
import io.countersign.forensics.reviews.LogReview;
import io.countersign.forensics.reviews.ReviewCalendar;
import io.countersign.schemas.EntryKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A part is taken only of what is sealed, is bound by the checkpoint, and is known again in the
/// log as it has grown, and in no other.
class OnlyWhatIsSealedIsReviewedTest {
    private static final Instant DAY = SENT.plus(Duration.ofDays(1));

    @TempDir Path folder;

    private final SealedSample log = new SealedSample();

    private ReviewedLog sealed(String name) throws Exception {
        return new ReviewedLog(log.stored(folder.resolve(name)));
    }

    @Test
    void aPartIsBoundToItsLogAndToNoOther() throws Exception {
        log.event(JudgedEvents.permitted(JudgedEvents.EARLIER));
        log.seal(SENT);
        log.event(JudgedEvents.permitted(JudgedEvents.EARLIER));
        log.seal(DAY);
        ReviewedLog first = sealed("first");
        ReviewScope scope = first.take(SENT, DAY, "", "");
        assertThat(scope.size()).isEqualTo(4);
        assertThat(scope.fromLeaf()).isZero();
        assertThat(scope.toLeaf()).isEqualTo(4);
        assertThat(first.kinds(scope)).containsEntry(EntryKind.EVENT, 2L);
        assertThat(first.holds(scope)).isTrue();

        review(scope);
        log.seal(DAY.plusSeconds(1));
        ReviewedLog grown = sealed("grown");
        assertThat(grown.holds(scope)).isTrue();
        assertThat(grown.reviews())
                .singleElement()
                .satisfies(review -> {
                    assertThat(review.signed()).isTrue();
                    assertThat(review.statement().scope()).isEqualTo(scope);
                })
                .isInstanceOf(LogReview.class);
        assertThat(grown.holds(ofAnotherLog(scope))).isFalse();
        assertThat(
                        grown.holds(
                                new ReviewScope(
                                        scope.origin(),
                                        scope.size(),
                                        scope.root(),
                                        scope.from(),
                                        scope.to(),
                                        scope.fromLeaf(),
                                        scope.toLeaf() - 1,
                                        "",
                                        "")))
                .as("fewer leaves than were sealed in the time")
                .isFalse();
    }

    @Test
    void aReviewThatIsBoundToAnotherCheckpointLeavesTheDayUndone() throws Exception {
        log.event(JudgedEvents.permitted(JudgedEvents.EARLIER));
        log.seal(SENT);
        log.event(JudgedEvents.permitted(JudgedEvents.EARLIER));
        log.seal(DAY);
        ReviewedLog first = sealed("first");
        ReviewScope scope = first.take(first.start(), DAY, "", "");
        review(ofAnotherLog(scope));
        log.seal(DAY.plusSeconds(1));
        assertThat(firstDay(sealed("another"))).isEqualTo(DueReview.State.OPEN);
        review(scope);
        log.seal(DAY.plusSeconds(2));
        assertThat(firstDay(sealed("bound"))).isEqualTo(DueReview.State.DONE);
    }

    private static ReviewScope ofAnotherLog(ReviewScope scope) {
        return new ReviewScope(
                scope.origin(),
                scope.size(),
                Sha256.of(new byte[1]),
                scope.from(),
                scope.to(),
                scope.fromLeaf(),
                scope.toLeaf(),
                scope.chain(),
                scope.query());
    }

    private static DueReview.State firstDay(ReviewedLog reviewed) throws Exception {
        return reviewed.due(DAY.plusSeconds(3), ReviewCalendar.SHORTEST).getFirst().state();
    }

    private void review(ReviewScope scope) {
        log.reviewed(
                new ReviewStatement(scope, "NOTHING_FOUND", List.of(), "", "", "r1", "E1001", DAY)
                        .signedBy(new Ed25519NoteSigner("E1001", new byte[32])));
    }

    @Test
    void whatIsNotSealedYetIsRefused() throws Exception {
        log.event(JudgedEvents.permitted(JudgedEvents.EARLIER));
        log.seal(SENT);
        ReviewedLog reviewed = sealed("log");
        assertThatThrownBy(() -> reviewed.take(SENT, DAY, "", ""))
                .isInstanceOf(RefusedScopeException.class)
                .hasMessageContaining("the last seal of");
    }
}
