package io.countersign.audit.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.ExaminedPart;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.ReviewEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An entry about a reviewed part of the log stands by the signature over all that it says; the
/// text of `docs/spec/review.md` is the one that is signed.
class ReviewsBearASignatureTest {
    private static final ReviewScope WEEK =
            new ReviewScope(
                    "log.example.org",
                    900,
                    Sha256.of(new byte[] {1}),
                    Instant.parse("2026-11-16T00:00:00Z"),
                    Instant.parse("2026-11-23T00:00:00Z"),
                    100,
                    800,
                    "",
                    "");

    private static ReviewEntry signed() {
        return new ReviewStatement(
                        WEEK,
                        "INCIDENT",
                        List.of("PHI_DISCLOSED"),
                        "OPEN_CASE",
                        "2026-014",
                        "00112233445566778899aabbccddeeff",
                        "E1001",
                        Instant.parse("2026-11-24T09:00:00Z"))
                .signedBy(new Ed25519NoteSigner("E1001", filled()));
    }

    private static byte[] filled() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 1);
        return seed;
    }

    @Test
    void theSignedTextIsThatOfTheSpecification() {
        assertThat(ReviewStatement.of(signed()).text())
                .isEqualTo(
                        """
                        countersign log review v1
                        log log.example.org
                        size 900
                        root 4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
                        from 2026-11-16T00:00:00Z
                        to 2026-11-23T00:00:00Z
                        leaves 100 800
                        outcome INCIDENT
                        found PHI_DISCLOSED
                        next OPEN_CASE
                        case 2026-014
                        id 00112233445566778899aabbccddeeff
                        person E1001
                        signed 2026-11-24T09:00:00Z
                        """);
        assertThat(ReviewStatement.holds(signed())).isTrue();
        assertThat(EntryGrammar.faults(entry(signed()))).isEmpty();
    }

    @Test
    void whateverIsChangedAfterwardsShows() {
        Map<String, Object> changes =
                Map.of(
                        "origin",
                        "other.example.org",
                        "size",
                        901L,
                        "root",
                        new Hash(new byte[32]),
                        "fromMillis",
                        1L,
                        "toLeaf",
                        801L,
                        "query",
                        "SELECT",
                        "outcome",
                        "FOLLOW_UP",
                        "found",
                        List.of(),
                        "caseId",
                        "2026-015",
                        "signedMillis",
                        1L);
        changes.forEach((field, value) -> {
            ReviewEntry review = signed();
            ExaminedPart part = review.getExamined().orElseThrow();
            part.put(part.getSchema().getField(field).pos(), value);
            assertThat(ReviewStatement.holds(review)).as(field).isFalse();
        });
        ReviewEntry review = signed();
        review.put(review.getSchema().getField("person").pos(), "E1002");
        assertThat(ReviewStatement.holds(review)).as("person").isFalse();
    }

    @Test
    void aPartIsReadBackAsItWasWritten() throws MalformedNoteException {
        assertThat(ReviewScope.parse(WEEK.text())).isEqualTo(WEEK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "countersign log review v1\n",
                "countersign approval request v1\nlog a\n",
                "countersign log review v1\nlog a\nsize 9\nroot 00\nfrom x\nto y\nleaves 1\n"
            })
    void whatIsNoPartIsRefused(String text) {
        assertThatThrownBy(() -> ReviewScope.parse(text))
                .isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> ReviewScope.parse(WEEK.text() + text + "more\n"))
                .isInstanceOf(MalformedNoteException.class);
    }

    private static AuditEntry entry(ReviewEntry review) {
        return AuditEntry.newBuilder()
                .setKind(EntryKind.REVIEW)
                .setChain("audit.entry.v1/0@1")
                .setSeq(8L)
                .setPrev(new Hash(new byte[32]))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(1_790_000_000_000L)
                .setReview(review)
                .build();
    }
}
