package io.countersign.app.reevaluation;

import static io.countersign.app.reevaluation.JudgedEvents.EARLIER;
import static io.countersign.app.reevaluation.JudgedEvents.SENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.reevaluation.WhatIf.Change;
import io.countersign.schemas.Account;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Subject;
import io.countersign.schemas.Token;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A draft judges each sealed event once, by its latest amendment, and says what of the violations
/// it covers, what it leaves and why, and what it makes worse.
class DraftsAreTriedOnTheSealedLogTest {
    private static final Instant LONG_AGO = SENT.minus(Duration.ofDays(100));
    private static final Instant SINCE = SENT.minus(Duration.ofDays(1));

    @TempDir Path folder;

    private final SealedSample log = new SealedSample();
    private final WhatIf whatIf =
            new WhatIf(
                    new PolicyInForce(JudgedEvents.hash(9), PolicyReader.read(PolicyYaml.demo())));
    private EntryRef covered = JudgedEvents.reference(0);
    private EntryRef amended = JudgedEvents.reference(0);

    @BeforeEach
    void aLogIsSealed() throws Exception {
        EntryRef old = log.event(by("e0", 1, JudgedEvents.violation(SENT, EARLIER)));
        log.seal(LONG_AGO);
        covered = log.event(by("e1", 1, JudgedEvents.violation(SENT, EARLIER)));
        log.event(by("e2", 1, personal(Disposition.VIOLATION)));
        amended = log.event(by("e3", 2, personal(Disposition.VIOLATION)));
        log.event(by("e4", 3, personal(Disposition.PERMITTED)));
        log.event(by("e5", 4, unlisted()));
        log.event(drill(JudgedEvents.violation(SENT, EARLIER)));
        log.event(JudgedEvents.permitted(EARLIER));
        log.seal(SENT);
        log.amended(amended, by("e3", 2, JudgedEvents.violation(SENT, EARLIER)));
        log.amended(old, by("e0", 1, JudgedEvents.violation(SENT, EARLIER)));
        log.seal(SENT.plusSeconds(1));
        SealedEvents.read(log.stored(folder), SINCE, whatIf, _count -> {});
    }

    @Test
    void eachEventCountsOnceByItsLatestAmendmentAndDrillsDoNot() {
        assertThat(whatIf.events()).isEqualTo(6);
        assertThat(whatIf.violations()).isEqualTo(4);
        assertThat(whatIf.affected(Change.COVERED).events()).isEqualTo(2);
        assertThat(whatIf.rows())
                .filteredOn(row -> row.change() == Change.COVERED)
                .extracting(WhatIf.Row::seq)
                .containsExactly(covered.getSeq(), amended.getSeq());
    }

    @Test
    void whoeverHasAViolationLeftIsNotCovered() {
        assertThat(whatIf.violators()).containsExactlyInAnyOrder("e1", "e2", "e3", "e5");
        assertThat(whatIf.peopleCovered()).containsExactlyInAnyOrder("e1", "e3");
        assertThat(whatIf.patients()).hasSize(3);
        assertThat(whatIf.patientsCovered()).as("patient 1 is in one that stays").hasSize(1);
    }

    @Test
    void whatRemainsSaysWhyAndUnknownStaysUnknown() {
        assertThat(whatIf.affected(Change.UNDECIDED).events()).isEqualTo(1);
        assertThat(whatIf.reasons().keySet())
                .anySatisfy(why -> {
                    assertThat(why.change()).isEqualTo(Change.UNDECIDED);
                    assertThat(why.coverage()).isEqualTo(Coverage.UNKNOWN);
                    assertThat(why.reasons()).isNotEmpty();
                });
        assertThat(whatIf.unknown().values().stream().mapToLong(Long::longValue).sum())
                .isGreaterThanOrEqualTo(2);
        assertThat(whatIf.affected(Change.NOT_NAMED).events()).isEqualTo(1);
        assertThat(whatIf.notNamed()).isEqualTo(1);
    }

    @Test
    void whatIsJudgedMoreStrictlyIsWorse() {
        assertThat(whatIf.affected(Change.WORSE).events()).isEqualTo(1);
        assertThat(whatIf.affected(Change.WORSE).people()).containsExactly("e4");
        assertThat(whatIf.before(Disposition.REVIEW)).isZero();
        assertThat(whatIf.after(Disposition.REVIEW)).isEqualTo(2);
    }

    /// To an account that the record does not name.
    private static EventEntry personal(Disposition disposition) {
        EventEntry event =
                JudgedEvents.event(
                        SENT, EARLIER, JudgedEvents.CLAUDE, Coverage.NOT_COVERED, disposition);
        JudgedEvents.set(event.getDestination(), "account", Account.UNKNOWN);
        JudgedEvents.set(event.getDestination(), "org", null);
        JudgedEvents.set(event.getDestination(), "evidence", List.of());
        return event;
    }

    private static EventEntry unlisted() {
        return JudgedEvents.event(
                SENT, EARLIER, "unlisted.ai", Coverage.NOT_COVERED, Disposition.VIOLATION);
    }

    private static EventEntry drill(EventEntry event) {
        return JudgedEvents.set(event, "drill", "drill-1");
    }

    private static EventEntry by(String user, int patient, EventEntry event) {
        JudgedEvents.set(event, "user", user);
        return JudgedEvents.set(
                event, "subjects", List.of(new Subject("MRN", token(patient), false)));
    }

    private static Token token(int fill) {
        return new Token(JudgedEvents.hash(fill).bytes());
    }
}
