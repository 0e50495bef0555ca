package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.detectors.destination.Catalogue;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Register;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Notice;
import io.countersign.topology.alerts.Reevaluation;
import io.countersign.topology.alerts.Reinspection;
import io.countersign.topology.steps.PolicyInForce;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A policy that came later judges an entry again from what it holds, as of the event's time; only
/// another disposition or coverage is news, and a violation by it is told of once, however old.
class JudgedAgainByALaterPolicyTest {
    private static final EntryRef ORIGINAL =
            new EntryRef("audit.entry.v1/0@1", 7L, new Hash(new byte[32]));

    @TempDir Path directory;

    @Test
    void aRowThatIsMissingThenAndEnteredLateMakesTheSendCoveredAndBack() {
        EventEntry sent =
                Sample.read(JoinDriver.START, JoinDriver.inPath(JoinDriver.OURS))
                        .user("mvale")
                        .phi(true)
                        .entry();
        EventEntry without = changed(sent, withoutRows()).getRevised();
        assertThat(without.getCoverage().getState()).isEqualTo(Coverage.NOT_COVERED);
        assertThat(without.getDisposition()).isEqualTo(Disposition.VIOLATION);

        AmendmentEntry covered = changed(without, JoinDriver.policy());

        assertThat(covered.getOriginal()).isEqualTo(ORIGINAL);
        assertThat(covered.getBasis()).isEqualTo("POLICY_CHANGED");
        assertThat(covered.getChanged()).contains("COVERAGE", "DISPOSITION", "POLICY");
        assertThat(covered.getRevised().getDisposition()).isEqualTo(Disposition.PERMITTED);
        assertThat(covered.getRevised().getCoverage().getBaa())
                .isEqualTo(Optional.of("chat-enterprise"));
        assertThat(covered.getRevised().getPolicy()).isEqualTo(JoinDriver.policy().sha256());
        assertThat(EntryGrammar.faults(chained(covered))).isEmpty();
        assertThat(Reevaluation.of(() -> ORIGINAL, covered.getRevised(), JoinDriver.policy()))
                .as("the same policy a second time")
                .isEqualTo(new Reevaluation.Outcome.Same());
    }

    @Test
    void theAccountThatAJoinHasShownStaysShown() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(
                    Sample.read(JoinDriver.START, JoinDriver.inPath(JoinDriver.OURS))
                            .user("mvale")
                            .device("WS-4471")
                            .entry());
            driver.entry(
                    Sample.send(JoinDriver.START.plusSeconds(40))
                            .user("mvale")
                            .device("WS-4471")
                            .phi(true)
                            .entry());
            EventEntry joined = driver.amendments().getFirst().getRevised();
            assertThat(Reevaluation.of(() -> ORIGINAL, joined, JoinDriver.policy()))
                    .isEqualTo(new Reevaluation.Outcome.Same());

            EventEntry revised = changed(joined, withoutRows()).getRevised();

            assertThat(revised.getDestination().getEvidence())
                    .isEqualTo(joined.getDestination().getEvidence());
            assertThat(revised.getReasons()).contains("ACCOUNT_FROM_OTHER_REQUESTS");
        }
    }

    @Test
    void aServiceThatTheCatalogueDoesNotNameStaysAsItWasJudged() {
        Register none = Register.of(List.of(), List.of(), true, Set.of(), Set.of());
        PolicyInForce empty =
                new PolicyInForce(
                        new Hash(new byte[32]),
                        new Policy("2", new Catalogue(List.of(), none), none));
        assertThat(
                        Reevaluation.of(
                                () -> ORIGINAL,
                                Sample.send(JoinDriver.START).phi(true).entry(),
                                empty))
                .isEqualTo(new Reevaluation.Outcome.NotNamed());
    }

    @Test
    void anOldEventThatBecomesAViolationIsToldOfOnceAndEndsNoBurstThatGoesOn() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            EventEntry old = Happening.violation().entry(driver.now());
            driver.after(Duration.ofDays(10)).happens(Happening.violation());
            assertThat(driver.alerts()).hasSize(1);

            driver.amended(again(old, List.of("COVERAGE", "DISPOSITION", "POLICY"))).again();
            driver.after(Duration.ofMinutes(1)).happens(Happening.violation());

            assertThat(driver.alerts())
                    .extracting(Alert::getNotice)
                    .as("the burst of today, and the one of ten days ago")
                    .containsExactly(Notice.OPENED, Notice.OPENED);
            Alert told = driver.alerts().getLast();
            assertThat(told.getAlertClass()).isEqualTo("PHI_DISCLOSED");
            assertThat(told.getCause().getSeq()).as("the amendment").isEqualTo(1);
            assertThat(told.getRules().getFirst().getDetail())
                    .endsWith("by a policy that came later");
            assertThat(told.getBreach())
                    .hasValueSatisfying(breach ->
                            assertThat(breach.getDiscoveredMillis())
                                    .as("the clock starts when it is told of")
                                    .isEqualTo(told.getRaisedMillis()));

            driver.amended(again(old, List.of("COVERAGE", "POLICY")));
            assertThat(driver.alerts()).as("it was a violation before").hasSize(2);
        }
    }

    @Test
    void whatLaterDetectorsFindInOldEvidenceIsToldOfOnceAsSuch() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            EventEntry old = Happening.violation().entry(driver.now());

            driver.after(Duration.ofDays(10))
                    .amended(again(old, List.of("CONTENT", "DISPOSITION"), Reinspection.BASIS))
                    .again();

            assertThat(driver.alerts())
                    .singleElement()
                    .satisfies(told -> {
                        assertThat(told.getAlertClass()).isEqualTo("PHI_DISCLOSED");
                        assertThat(told.getRules().getFirst().getDetail())
                                .endsWith("by detectors that came later");
                        assertThat(told.getBreach()).isPresent();
                    });
        }
    }

    private static AmendmentEntry again(EventEntry revised, List<String> changed) {
        return again(revised, changed, Reevaluation.BASIS);
    }

    private static AmendmentEntry again(EventEntry revised, List<String> changed, String basis) {
        return new AmendmentEntry(
                ORIGINAL, changed, basis, Likelihood.CERTAIN, 0L, null, List.of(), revised);
    }

    private static AmendmentEntry changed(EventEntry standing, PolicyInForce policy) {
        Reevaluation.Outcome outcome = Reevaluation.of(() -> ORIGINAL, standing, policy);
        assertThat(outcome).isInstanceOf(Reevaluation.Outcome.Changed.class);
        return ((Reevaluation.Outcome.Changed) outcome).amendment();
    }

    private static PolicyInForce withoutRows() {
        Register none =
                Register.of(
                        List.of(JoinDriver.service()),
                        List.of(),
                        true,
                        Set.of(),
                        Set.of("example.org"));
        return new PolicyInForce(
                new Hash(new byte[32]),
                new Policy("2", new Catalogue(List.of(JoinDriver.service()), none), none));
    }

    private static AuditEntry chained(AmendmentEntry amendment) {
        return AuditEntry.newBuilder()
                .setKind(EntryKind.AMENDMENT)
                .setChain(ORIGINAL.getChain())
                .setSeq(8L)
                .setPrev(new Hash(new byte[32]))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(JoinDriver.START.toEpochMilli())
                .setAmendment(amendment)
                .build();
    }
}
