package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.Account;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Notice;
import io.countersign.schemas.PolicyAlerting;
import io.countersign.schemas.PolicyMute;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.schemas.PolicyRule;
import io.countersign.schemas.PolicyRuleMode;
import io.countersign.schemas.PolicyThreshold;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SeverityPoints;
import io.countersign.schemas.VerdictCount;
import io.countersign.topology.alerts.AlertLines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a group of alerts is told of, and what keeps it quiet.
class GroupsTellOnceAndInTimeTest {
    @TempDir Path directory;

    @Test
    void aBurstIsToldOfWhenItOpensWhenItStepsUpAndOnceADayWhileItGrows() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(30, Happening.violation());
            assertThat(driver.alerts()).hasSize(1);
            driver.happens(5, Happening.violation().patients(12, true));
            assertThat(driver.alerts())
                    .extracting(Alert::getNotice)
                    .containsExactly(Notice.OPENED, Notice.STEPPED_UP);
            // Every three hours, so that the burst does not end.
            for (int i = 0; i < 24; i++) {
                driver.after(Duration.ofHours(3)).happens(Happening.violation()).tick();
            }
            assertThat(driver.alerts())
                    .extracting(Alert::getNotice)
                    .containsExactly(
                            Notice.OPENED,
                            Notice.STEPPED_UP,
                            Notice.GROWING,
                            Notice.GROWING,
                            Notice.GROWING);
            assertThat(driver.alerts())
                    .extracting(Alert::getGroup)
                    .containsOnly(driver.alerts().getFirst().getId());
            assertThat(driver.alerts()).extracting(Alert::getId).doesNotHaveDuplicates();
            driver.after(Duration.ofHours(30)).tick();
            assertThat(driver.alerts())
                    .filteredOn(alert -> alert.getAboutKind() == AboutKind.PERSON)
                    .as("nothing was added")
                    .hasSize(5);
        }
    }

    @Test
    void theNextBurstIsAnotherGroupAndCountsAsARepetition() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(Happening.violation()).after(Duration.ofHours(5));
            driver.happens(Happening.violation());
            List<Alert> alerts = driver.alerts();
            assertThat(alerts).extracting(Alert::getGroup).doesNotHaveDuplicates().hasSize(2);
            assertThat(alerts.getFirst().getPoints())
                    .extracting(SeverityPoints::getCode)
                    .doesNotContain("REPEATED");
            assertThat(alerts.getLast().getPoints())
                    .extracting(SeverityPoints::getCode)
                    .contains("REPEATED");
        }
    }

    @Test
    void theSeverityIsTheSumThatIsPrinted() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(Happening.violation().patients(12, true));
            Alert alert = driver.alerts().getFirst();
            assertThat(alert.getSeverity()).isEqualTo(Severity.CRITICAL);
            assertThat(AlertLines.of(alert))
                    .contains(
                            new AlertLines.Line(
                                    "severity",
                                    "CRITICAL = OWN_PATIENT 70 + PATIENTS_FROM_10 10 = 80"));
            assertThat(alert.getBreach().orElseThrow().getDueMillis())
                    .isEqualTo(driver.now().plus(Duration.ofDays(60)).toEpochMilli());
        }
    }

    @Test
    void theFirstLineSaysWhoSentWhatWhereAndWhatElseWasAtHand() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(Happening.covered().to("Ours")).after(Duration.ofHours(2));
            driver.happens(Happening.violation().patients(2, true));
            assertThat(driver.alerts().getFirst().getSentence())
                    .isEqualTo(
                            "m.vale (Cardiology, WS-7) sent PHI (MRN, very likely) to Example Chat, a personal account;"
                                    + " 2 patients of ours; not blocked; no BAA covers it (org not in register)."
                                    + " Covered and at hand: Ours Chat.");
        }
    }

    @Test
    void whatComesASecondTimeChangesNothing() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(Happening.send().withPhi().bySource().blocked().review());
            driver.again().again().again();
            assertThat(driver.alerts()).as("one attempt, not four").isEmpty();
            driver.happens(Happening.violation()).again();
            assertThat(driver.alerts()).hasSize(1);
            assertThat(driver.alerts().getFirst().getCounts().getEvents()).isEqualTo(1);
        }
    }

    @Test
    void theSameEntriesGiveTheSameAlerts(@TempDir Path other) {
        assertThat(script(directory)).isEqualTo(script(other)).isNotEmpty();
    }

    private static List<Alert> script(Path directory) {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(3, Happening.violation());
            driver.happens(1, Happening.violation().by("other").patients(30, true));
            driver.after(Duration.ofHours(9)).happens(2, Happening.violation()).tick();
            return driver.alerts();
        }
    }

    @Test
    void eachAlertIsChainedWithItsRulesAndItsCauses() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(Happening.violation());
            driver.happens(Happening.violation().patients(12, true));
            List<ControlRecord> chained = driver.chained();
            assertThat(chained).hasSize(2);
            assertThat(chained.getLast().getAlert().orElseThrow().getRules())
                    .containsExactly("PHI_DISCLOSED");
            assertThat(chained.getLast().getAlert().orElseThrow().getCauses()).hasSize(2);
            assertThat(chained.getLast().getAlert().orElseThrow().getGroup())
                    .isEqualTo(chained.getFirst().getAlert().orElseThrow().getAlertId());
        }
    }

    @Test
    void aDryRunCountsAndRaisesNothing() {
        PolicyAlerting policy =
                new PolicyAlerting(
                        List.of(new PolicyRule("PHI_DISCLOSED", PolicyRuleMode.DRY_RUN, List.of())),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null);
        try (AlertDriver driver = new AlertDriver(directory, policy)) {
            driver.happens(3, Happening.violation());
            assertThat(driver.alerts()).isEmpty();
            assertThat(driver.ruleDay("PHI_DISCLOSED").getDryRun()).isEqualTo(3);
        }
    }

    @Test
    void aThresholdOfThePolicyTakesTheShippedOnesPlace() {
        PolicyAlerting policy =
                new PolicyAlerting(
                        List.of(
                                new PolicyRule(
                                        "MANY_PATIENTS",
                                        PolicyRuleMode.RAISE,
                                        List.of(new PolicyThreshold("PATIENTS", 3L)))),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null);
        try (AlertDriver driver = new AlertDriver(directory, policy)) {
            driver.happens(Happening.covered().withPhi().patients(2, false));
            assertThat(driver.alerts()).isEmpty();
            driver.happens(Happening.covered().withPhi().patients(3, false));
            assertThat(driver.classes()).containsExactly("MANY_PATIENTS");
        }
    }

    @Test
    void aMuteCountsAndNeverHidesAPatientOfOurs() {
        PolicyAlerting policy =
                new PolicyAlerting(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new PolicyMute(
                                        "m-1",
                                        "privacy office",
                                        "a test account",
                                        "PHI_DISCLOSED",
                                        AboutKind.PERSON,
                                        "M.Vale",
                                        "",
                                        new PolicyPeriod(
                                                null,
                                                AlertDriver.START
                                                        .plus(Duration.ofDays(1))
                                                        .toEpochMilli()))),
                        null,
                        null);
        try (AlertDriver driver = new AlertDriver(directory, policy)) {
            driver.happens(2, Happening.violation());
            assertThat(driver.alerts()).isEmpty();
            assertThat(driver.ruleDay("PHI_DISCLOSED").getMuted()).isEqualTo(2);
            driver.happens(Happening.violation().patients(1, true));
            assertThat(driver.alerts()).hasSize(1);
            assertThat(driver.alerts().getFirst().getMutesOverruled()).containsExactly("m-1");
            driver.after(Duration.ofDays(2)).happens(Happening.violation());
            assertThat(driver.alerts()).as("the mute has ended").hasSize(2);
        }
    }

    @Test
    void aReviewClosesTheGroupAndCountsForTheRulesPrecision() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(Happening.violation());
            Alert alert = driver.alerts().getFirst();
            driver.reviewed(
                    new ReviewEntry(
                            alert.getGroup(),
                            List.of("PHI_DISCLOSED"),
                            alert.getAboutKind(),
                            alert.getAbout(),
                            ReviewVerdict.FALSE_ALERT,
                            "p.officer",
                            "",
                            alert.getRaisedMillis(),
                            null));
            assertThat(driver.ruleDay("PHI_DISCLOSED").getReviews())
                    .containsExactly(new VerdictCount(ReviewVerdict.FALSE_ALERT, 1L));
            assertThat(driver.ruleDay("PHI_DISCLOSED").getRaised()).isEqualTo(1);
            for (int i = 0; i < 12; i++) {
                driver.after(Duration.ofHours(3)).happens(Happening.violation()).tick();
            }
            assertThat(driver.alerts()).as("closed: no daily reminder").hasSize(1);
            driver.happens(Happening.violation().patients(100, true));
            assertThat(driver.alerts().getLast().getNotice()).isEqualTo(Notice.STEPPED_UP);
        }
    }

    @Test
    void reviewsOfADayRollUpIntoOneExposureOfEachPersonServiceAndAccount() {
        Happening undecided =
                Happening.send().account(Account.UNKNOWN, Coverage.UNKNOWN).unread().review();
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(20, undecided).happens(5, undecided.by("other"));
            driver.tick();
            assertThat(driver.alerts()).as("a REVIEW never alerts alone").isEmpty();
            driver.until(Instant.parse("2026-11-03T00:11:00Z")).tick();
            List<Alert> exposures = driver.alerts();
            assertThat(exposures).extracting(Alert::getAlertClass).containsOnly("EXPOSURE");
            assertThat(exposures).extracting(Alert::getAbout).containsExactly("m.vale", "other");
            Alert first = exposures.getFirst();
            assertThat(first.getCounts().getSends()).isEqualTo(20);
            assertThat(first.getNotSeen().getFirst().getCount()).isEqualTo(20);
            assertThat(first.getExposure().orElseThrow().getRank()).isEqualTo(1);
            assertThat(first.getExposure().orElseThrow().getOutOf()).isEqualTo(2);
            assertThat(driver.chained()).hasSize(2);
            driver.after(Duration.ofDays(1)).tick();
            assertThat(driver.classes().stream().filter("EXPOSURE"::equals)).as("once").hasSize(2);
        }
    }

    @Test
    void whatComesMoreThanADayLateIsCountedAndInTheRollUpOfTheDay() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            Instant late = driver.now().minus(Duration.ofHours(25));
            driver.happens(Happening.violation().on(late));
            assertThat(driver.alerts()).isEmpty();
            assertThat(driver.ruleDay("PHI_DISCLOSED").getLate()).isEqualTo(1);
            driver.until(Instant.parse("2026-11-03T00:11:00Z")).tick();
            Alert exposure = driver.alerts().getFirst();
            assertThat(exposure.getExposure().orElseThrow().getLateViolations()).isEqualTo(1);
            assertThat(Instant.ofEpochMilli(exposure.getFirstMillis())).isEqualTo(late);
        }
    }

    @Test
    void anAmendmentThatKnowsTheAccountRaisesWhatTheEventCouldNot() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(
                    Happening.send()
                            .withPhi()
                            .account(Account.UNKNOWN, Coverage.UNKNOWN)
                            .because("ACCOUNT_NOT_IN_RECORD")
                            .review());
            assertThat(driver.alerts()).isEmpty();
            driver.amended(
                    new AmendmentEntry(
                            driver.reference(),
                            List.of("ACCOUNT", "COVERAGE", "DISPOSITION"),
                            "ORG_IN_EARLIER_REQUEST",
                            Likelihood.LIKELY,
                            600_000L,
                            null,
                            List.of(),
                            Happening.violation().entry(driver.now())));
            assertThat(driver.classes()).containsExactly("PHI_DISCLOSED");
            assertThat(Objects.requireNonNull(driver.alerts().getFirst().getCause()).getSeq())
                    .as("the amendment is the cause")
                    .isEqualTo(1);
        }
    }
}
