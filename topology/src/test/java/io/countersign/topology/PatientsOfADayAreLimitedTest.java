package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.Register;
import io.countersign.detectors.destination.Service;
import io.countersign.detectors.destination.SiteFacts;
import io.countersign.detectors.destination.UseRule;
import io.countersign.schemas.Alert;
import io.countersign.schemas.PolicyAlerting;
import io.countersign.schemas.RuleHit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `patients_per_day` of the rules of use: different patients of one person's day add up over
/// prompts, and the one too many is told of.
class PatientsOfADayAreLimitedTest {
    private static final int MOST = 4;

    @TempDir Path directory;

    private AlertParts parts() {
        List<Service> services = List.of(JoinDriver.service());
        UseRule rule =
                new UseRule(
                        "letters",
                        Set.of(),
                        Set.of("Cardiology"),
                        Set.of(),
                        Set.of(JoinDriver.SERVICE),
                        Set.of(),
                        OptionalInt.empty(),
                        OptionalInt.of(MOST));
        Register register =
                Register.of(
                        services,
                        List.of(),
                        true,
                        Set.of(),
                        Set.of(),
                        new SiteFacts(List.of(), List.of(), List.of(), List.of(rule)));
        return AlertDriver.parts(
                1,
                new PolicyAlerting(List.of(), List.of(), List.of(), List.of(), null, null),
                services,
                register);
    }

    private AlertDriver driver() {
        return new AlertDriver(directory, parts());
    }

    private static Happening letter(int fromPatient, int patients) {
        return Happening.covered()
                .withPhi()
                .service(JoinDriver.SERVICE)
                .patientsFrom(fromPatient, patients);
    }

    @Test
    void theOneTooManyIsToldOfOnce() {
        try (AlertDriver driver = driver()) {
            driver.happens(letter(0, 2)).happens(letter(2, 2)).happens(letter(0, 4));
            assertThat(driver.classes()).isEmpty();
            driver.happens(letter(4, 1)).happens(letter(5, 1));
            assertThat(driver.classes()).containsExactly("MINIMUM_NECESSARY");
            Alert alert = driver.alerts().getFirst();
            assertThat(alert.getRules())
                    .extracting(RuleHit::getDetail)
                    .containsExactly("rule letters: 5 patients on one day, at most 4");
        }
    }

    @Test
    void anotherDayPersonDepartmentOrServiceCountsByItself() {
        try (AlertDriver driver = driver()) {
            driver.until(Instant.parse("2026-12-31T22:00:00Z"));
            driver.happens(letter(0, 3));
            driver.happens(letter(10, 3).by("another"));
            driver.happens(letter(20, 3).of("Oncology"));
            driver.happens(letter(30, 3).service("another.chat"));
            driver.happens(letter(40, 3).blocked());
            // The tokens of the new year are others, and so is the day.
            driver.after(Duration.ofHours(3)).happens(letter(50, 3));
            assertThat(driver.classes()).isEmpty();
            driver.happens(letter(53, 2));
            assertThat(driver.classes()).containsExactly("MINIMUM_NECESSARY");
        }
    }

    @Test
    void whatWasCountedSurvivesARestart() {
        AlertDriver first = driver().happens(letter(0, 3));
        try (AlertDriver second = first.restarted(directory.resolve("second"), parts())) {
            second.happens(letter(3, 1));
            assertThat(second.classes()).isEmpty();
            second.happens(letter(4, 1));
            assertThat(second.classes()).containsExactly("MINIMUM_NECESSARY");
        }
    }
}
