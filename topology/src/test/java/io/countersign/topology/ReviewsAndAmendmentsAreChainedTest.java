package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AboutKind;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.ReconcileEntry;
import io.countersign.schemas.ReconciledChain;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.schemas.Severity;
import io.countersign.schemas.Topics;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others ask to have chained is chained as it is, or rejected whole: a log can't be cleaned.
class ReviewsAndAmendmentsAreChainedTest {
    private static final EntryRef ORIGINAL =
            new EntryRef("audit.entry.v1/0@1", 4L, new Hash(new byte[32]));

    @TempDir Path directory;

    @Test
    void aReviewIsAnEntry() {
        ReviewEntry review = review("p.officer");
        AuditEntry entry = chained(control(ControlKind.REVIEW, review, null));
        assertThat(entry.getKind()).isEqualTo(EntryKind.REVIEW);
        assertThat(entry.getReview()).contains(review);
        assertThat(EntryGrammar.faults(entry)).isEmpty();
    }

    @Test
    void anAmendmentIsAnEntry() {
        AmendmentEntry amendment = amendment("ORG_IN_EARLIER_REQUEST", List.of(ORIGINAL));
        AuditEntry entry = chained(control(ControlKind.AMENDMENT, null, amendment));
        assertThat(entry.getKind()).isEqualTo(EntryKind.AMENDMENT);
        assertThat(entry.getAmendment()).contains(amendment);
        assertThat(EntryGrammar.faults(entry)).isEmpty();
    }

    @Test
    void aReconciliationIsAnEntryWhereItsCountsAddUp() {
        AuditEntry entry = chained(reconcile(7));
        assertThat(entry.getKind()).isEqualTo(EntryKind.RECONCILE);
        assertThat(EntryGrammar.faults(entry)).isEmpty();
        assertRejected(reconcile(6));
        assertRejected(reconcile(-1));
    }

    @Test
    void aGapOfAnotherClusterIsAnEntryAndOneOfOursIsNot() {
        GapEntry gap = new GapEntry("MkU3OEVBNTcwNTJENDM2Qg/netskope", 3, 100L, 250L);
        AuditEntry entry = chained(gap(gap));
        assertThat(entry.getKind()).isEqualTo(EntryKind.GAP);
        assertThat(entry.getGap()).contains(gap);
        assertThat(EntryGrammar.faults(entry)).isEmpty();
        // Nobody but the chain itself may say that an input of ours was lost.
        assertRejected(gap(new GapEntry("proxy.raw", 0, 0L, 9L)));
        assertRejected(gap(new GapEntry("a/b/c", 0, 0L, 9L)));
        assertRejected(gap(new GapEntry("cluster/topic", 0, 9L, 9L)));
    }

    @Test
    void whatIsOutOfItsGrammarIsRejected() {
        assertRejected(control(ControlKind.REVIEW, review("two\nlines"), null));
        assertRejected(control(ControlKind.REVIEW, null, null));
        assertRejected(control(ControlKind.AMENDMENT, null, amendment("free text", List.of())));
    }

    @Test
    void whatIsTooLargeForAnEntryIsRejectedAndTheChainGoesOn() {
        AmendmentEntry large = amendment("TRAFFIC_LINE", Collections.nCopies(2_000, ORIGINAL));
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.control(control(ControlKind.AMENDMENT, null, large));
            driver.control(control(ControlKind.REVIEW, review("p.officer"), null));
            assertThat(driver.entries())
                    .extracting(AuditEntry::getKind)
                    .endsWith(EntryKind.REJECTION, EntryKind.REVIEW);
        }
    }

    @Test
    void anIncidentOfTheAlertTopologyIsAnEntryAndAnotherIsNot() {
        AuditEntry entry = chained(incident("WATCH_UNREADABLE"));
        assertThat(entry.getKind()).isEqualTo(EntryKind.INCIDENT);
        assertThat(EntryGrammar.faults(entry)).isEmpty();
        // What the chain finds itself nobody may say for it.
        assertRejected(incident("INPUT_LOST"));
    }

    @Test
    void anAlertThatIsTooLargeForAnEntryIsRejected() {
        AlertEntry alert =
                AlertEntry.newBuilder()
                        .setAlertId("a-1")
                        .setAlertClass("PHI_DISCLOSED")
                        .setSeverity(Severity.HIGH)
                        .setCauses(Collections.nCopies(2_000, ORIGINAL))
                        .build();
        assertRejected(
                ControlRecord.newBuilder()
                        .setKind(ControlKind.ALERT)
                        .setOrigin("test")
                        .setTimeMillis(0)
                        .setAlert(alert)
                        .build());
    }

    private static ControlRecord incident(String code) {
        return ControlRecord.newBuilder()
                .setKind(ControlKind.INCIDENT)
                .setOrigin("alert")
                .setTimeMillis(0)
                .setIncident(new IncidentEntry(code, new Coordinates(Topics.WATCH, 0, 7L), null))
                .build();
    }

    private void assertRejected(ControlRecord control) {
        AuditEntry entry = chained(control);
        assertThat(entry.getKind()).isEqualTo(EntryKind.REJECTION);
        assertThat(entry.getRejection().orElseThrow().getCode())
                .isEqualTo("CONTROL_WITHOUT_CONTENT");
    }

    private AuditEntry chained(ControlRecord control) {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.control(control);
            return driver.entries().getLast();
        }
    }

    private static ControlRecord control(
            ControlKind kind, @Nullable ReviewEntry review, @Nullable AmendmentEntry amendment) {
        return ControlRecord.newBuilder()
                .setKind(kind)
                .setOrigin("test")
                .setTimeMillis(0)
                .setReview(review)
                .setAmendment(amendment)
                .build();
    }

    /// Of ten entries, of which three were not selected.
    private static ControlRecord reconcile(long acknowledged) {
        ReconcileEntry reconcile =
                ReconcileEntry.newBuilder()
                        .setReconcileId("r-1")
                        .setSink("files")
                        .setType("ndjson")
                        .setSelection(new Hash(new byte[32]))
                        .setChains(
                                List.of(
                                        ReconciledChain.newBuilder()
                                                .setChain("audit.entry.v1/0@1")
                                                .setFromSeq(0)
                                                .setToSeq(10)
                                                .setNotSelected(3)
                                                .setAcknowledged(acknowledged)
                                                .setDeadLettered(0)
                                                .setPending(0)
                                                .setNotOnTopic(0)
                                                .setDifferences(List.of())
                                                .build()))
                        .setAlerts(List.of())
                        .build();
        return ControlRecord.newBuilder()
                .setKind(ControlKind.RECONCILE)
                .setOrigin("reconcile")
                .setTimeMillis(0)
                .setReconcile(reconcile)
                .build();
    }

    private static ControlRecord gap(GapEntry gap) {
        return ControlRecord.newBuilder()
                .setKind(ControlKind.GAP)
                .setOrigin("bridge")
                .setTimeMillis(0)
                .setGap(gap)
                .build();
    }

    private static ReviewEntry review(String person) {
        return new ReviewEntry(
                "00112233445566778899aabbccddeeff",
                List.of("PHI_DISCLOSED"),
                AboutKind.PERSON,
                "m.vale",
                ReviewVerdict.AUTHORISED,
                person,
                "",
                0L,
                null);
    }

    private static AmendmentEntry amendment(String basis, List<EntryRef> learntFrom) {
        return new AmendmentEntry(
                ORIGINAL,
                List.of("ACCOUNT"),
                basis,
                Likelihood.LIKELY,
                600_000L,
                null,
                learntFrom,
                Happening.violation().entry(AuditDriver.START));
    }
}
