package io.countersign.app.reevaluation;

import static io.countersign.app.reevaluation.JudgedEvents.CHAIN;
import static io.countersign.app.reevaluation.JudgedEvents.EARLIER;
import static io.countersign.app.reevaluation.JudgedEvents.SENT;
import static io.countersign.app.reevaluation.JudgedEvents.hash;
import static io.countersign.app.reevaluation.JudgedEvents.permitted;
import static io.countersign.app.reevaluation.JudgedEvents.reference;
import static io.countersign.app.reevaluation.JudgedEvents.violation;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.policy.PolicyYaml;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Likelihood;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.PolicyInForce;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Of the entries of a chain only those get an amendment that the policy judges otherwise, each
/// once: by its latest amendment, and not while an amendment that was asked for is under way.
class OnlyNewsIsAmendedTest {
    private static final long CHAINED = SENT.plusSeconds(1).toEpochMilli();
    private static final Hash OTHER = hash(2);
    private static final PolicyInForce POLICY =
            new PolicyInForce(hash(9), PolicyReader.read(PolicyYaml.demo()));

    private final ChangedVerdicts verdicts = new ChangedVerdicts(POLICY, CHAINED, 3);

    @Test
    void theEarliestEventComesFirstAndWhatIsJudgedAlikeIsLeftAlone() {
        event(10, violation(SENT.plusSeconds(60), EARLIER));
        event(11, violation(SENT, EARLIER));
        event(12, permitted(EARLIER));
        event(13, violation(SENT, POLICY.sha256()));

        assertThat(verdicts.events()).isEqualTo(4);
        assertThat(verdicts.judgedByOthers()).isEqualTo(3);
        assertThat(verdicts.changes())
                .extracting(change -> change.amendment().getOriginal())
                .containsExactly(reference(11), reference(10));
        Change change = verdicts.changes().getFirst();
        assertThat(change.from()).isEqualTo(Disposition.VIOLATION);
        assertThat(change.to()).isEqualTo(Disposition.PERMITTED);
        assertThat(change.isOfDisposition()).isTrue();
        assertThat(change.timeMillis()).isEqualTo(SENT.toEpochMilli());
    }

    @Test
    void whatIsAmendedAlreadyAsksForNothingUntilSomethingElseAmendsIt() {
        event(10, violation(SENT, EARLIER));
        AmendmentEntry amendment = verdicts.changes().getFirst().amendment();
        amended(11, amendment);
        assertThat(verdicts.changes()).isEmpty();

        amended(12, saying(permitted(OTHER), amendment));
        assertThat(verdicts.changes()).as("another policy's words are its own").isEmpty();

        amended(13, saying(violation(SENT, OTHER), amendment));
        assertThat(verdicts.changes()).as("judged otherwise in between").hasSize(1);
    }

    @Test
    void whatIsAskedForAndNotChainedYetIsLeftToWhoAsked() {
        event(10, violation(SENT, EARLIER));
        event(11, violation(SENT, EARLIER));
        AmendmentEntry amendment = verdicts.changes().getFirst().amendment();
        ask("join", amendment);
        assertThat(verdicts.underWay()).as("of no run of ours").isZero();
        ask(ChangedVerdicts.ORIGIN, saying(permitted(OTHER), amendment));
        assertThat(verdicts.underWay()).as("of a run by another policy").isZero();

        ask(ChangedVerdicts.ORIGIN, amendment);

        assertThat(verdicts.underWay()).isEqualTo(1);
        assertThat(verdicts.changes())
                .extracting(change -> change.amendment().getOriginal())
                .containsExactly(reference(11));
    }

    @Test
    void whatWasAskedForAndChainedIsNotUnderWay() {
        event(10, violation(SENT, EARLIER));
        AmendmentEntry amendment = verdicts.changes().getFirst().amendment();
        amended(11, amendment);
        amended(12, saying(violation(SENT, OTHER), amendment));
        ask(ChangedVerdicts.ORIGIN, amendment);

        assertThat(verdicts.underWay()).isZero();
        assertThat(verdicts.changes()).hasSize(1);
    }

    @Test
    void anAmendmentOfAnEventBeforeTheTimeAskedForBringsNothingIn() {
        event(10, permitted(EARLIER));
        amended(
                11,
                AmendmentEntry.newBuilder()
                        .setOriginal(reference(9))
                        .setChanged(List.of("ACCOUNT"))
                        .setBasis("ORG_IN_PATH_OF_OTHER_REQUEST")
                        .setConfidence(Likelihood.LIKELY)
                        .setLearntFrom(List.of())
                        .setRevised(violation(SENT, EARLIER))
                        .build());
        assertThat(verdicts.changes()).isEmpty();
    }

    @Test
    void moreThanAreHeldAreCounted() {
        for (long seq = 10; seq < 15; seq++) {
            event(seq, violation(SENT, EARLIER));
        }
        assertThat(verdicts.changes()).hasSize(3);
        assertThat(verdicts.left()).isEqualTo(2);
    }

    @Test
    void aServiceThatTheCatalogueDoesNotNameIsCounted() {
        event(
                10,
                JudgedEvents.event(
                        SENT, EARLIER, "unlisted.ai", Coverage.UNKNOWN, Disposition.REVIEW));
        assertThat(verdicts.notNamed()).isEqualTo(1);
        assertThat(verdicts.changes()).isEmpty();
    }

    private void event(long seq, EventEntry event) {
        verdicts.entry(
                entry(seq).setKind(EntryKind.EVENT).setEvent(event).build(), () -> reference(seq));
    }

    private void amended(long seq, AmendmentEntry amendment) {
        verdicts.entry(
                entry(seq).setKind(EntryKind.AMENDMENT).setAmendment(amendment).build(),
                () -> reference(seq));
    }

    private void ask(String origin, AmendmentEntry amendment) {
        verdicts.request(
                ControlRecord.newBuilder()
                        .setKind(ControlKind.AMENDMENT)
                        .setOrigin(origin)
                        .setTimeMillis(CHAINED)
                        .setAmendment(amendment)
                        .build());
    }

    private static AmendmentEntry saying(EventEntry revised, AmendmentEntry amendment) {
        return new AmendmentEntry(
                amendment.getOriginal(),
                amendment.getChanged(),
                amendment.getBasis(),
                amendment.getConfidence(),
                0L,
                null,
                List.of(),
                revised);
    }

    private static AuditEntry.Builder entry(long seq) {
        return AuditEntry.newBuilder()
                .setChain(CHAIN)
                .setSeq(seq)
                .setPrev(hash(0))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(CHAINED);
    }
}
