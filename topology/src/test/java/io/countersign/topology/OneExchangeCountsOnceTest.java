package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Account;
import io.countersign.schemas.Alert;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.PolicyAlerting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A proxy's line and the body that it showed elsewhere are one send: rules, volumes and exposures
/// count it once, by its body, whichever of the two comes first.
class OneExchangeCountsOnceTest {
    @TempDir private Path directory;

    private static Happening line(String id) {
        return undecided().unread().transaction(id);
    }

    private static Happening body(String id) {
        return Happening.send().inPromptLog().transaction(id);
    }

    private static Happening undecided() {
        return Happening.send().account(Account.UNKNOWN, Coverage.UNKNOWN).review();
    }

    private static List<Alert> exposures(AlertDriver driver) {
        driver.after(Duration.ofDays(1)).tick();
        return driver.alerts().stream()
                .filter(alert -> alert.getAlertClass().equals("EXPOSURE"))
                .toList();
    }

    private AlertDriver driver(String name) {
        return new AlertDriver(directory.resolve(name));
    }

    @Test
    void aBodyThatDecidesLeavesNoExposureOfItsLine() {
        try (AlertDriver first = driver("line first")) {
            first.happens(line("1")).happens(body("1"));
            assertThat(exposures(first)).isEmpty();
        }
        try (AlertDriver first = driver("body first")) {
            first.happens(body("1")).happens(line("1"));
            assertThat(exposures(first)).isEmpty();
        }
        try (AlertDriver other = driver("another exchange")) {
            other.happens(line("1")).happens(body("2"));
            assertThat(exposures(other)).hasSize(1);
        }
    }

    @Test
    void anExposureCountsTheBodyAndNotTheLine() {
        try (AlertDriver driver = driver("undecided")) {
            driver.happens(line("1").bytes(5_000))
                    .happens(line("2").bytes(40))
                    .happens(undecided().inPromptLog().transaction("1").bytes(900));

            Alert exposure = exposures(driver).getFirst();

            assertThat(exposure.getCounts().getEvents()).isEqualTo(2);
            assertThat(exposure.getCounts().getSends()).isEqualTo(2);
            assertThat(exposure.getCounts().getBytesUp()).isEqualTo(940);
            assertThat(exposure.getNotSeen()).hasSize(1);
            assertThat(exposure.getNotSeen().getFirst().getCount()).isEqualTo(1);
        }
    }

    @Test
    void theBodysFindingsAlertOnce() {
        for (boolean lineFirst : List.of(true, false)) {
            try (AlertDriver driver = driver("violation " + lineFirst)) {
                Happening body = Happening.violation().inPromptLog().transaction("1");
                driver.happens(lineFirst ? line("1") : body).happens(lineFirst ? body : line("1"));

                Alert alert = driver.alerts().getFirst();

                assertThat(driver.alerts()).hasSize(1);
                assertThat(alert.getCounts().getEvents()).isEqualTo(1);
                assertThat(alert.getRules()).extracting("rule").containsExactly("PHI_DISCLOSED");
            }
        }
    }

    @Test
    void rulesThatCountSendsCountTheExchangeOnce() {
        for (boolean lineFirst : List.of(true, false)) {
            try (AlertDriver driver = driver("anonymous " + lineFirst)) {
                for (String id : List.of("1", "2")) {
                    assertThat(driver.classes()).doesNotContain("ANONYMOUS_USE");
                    Happening line = signedOut().unread().transaction(id);
                    Happening body = signedOut().inPromptLog().transaction(id);
                    driver.happens(lineFirst ? line : body).happens(lineFirst ? body : line);
                }
                driver.after(Duration.ofDays(1)).tick();

                assertThat(driver.classes()).contains("ANONYMOUS_USE");
                assertThat(driver.alerts().getLast().getCounts().getEvents()).isEqualTo(1);
            }
        }
    }

    private static Happening signedOut() {
        return Happening.send().because("SIGNED_OUT_USE");
    }

    @Test
    void bytesOfTheDayCountTheExchangeOnce() {
        try (AlertDriver driver = driver("volume")) {
            driver.fortnight(Happening.send().by("r.lind"));
            driver.happens(Happening.send().unread().transaction("1").bytes(5_000_000))
                    .happens(body("1").bytes(5_000_000));
            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits()).isZero();
            driver.after(Duration.ofMinutes(1)).happens(body("2").bytes(5_000_000));
            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits()).isEqualTo(1);
        }
    }

    @Test
    void aBodyWithoutASizeLeavesTheLines() {
        try (AlertDriver driver = driver("no size")) {
            driver.happens(Happening.send().unread().transaction("1").bytes(5_000_000))
                    .happens(body("1").bytes(-1));
            driver.happens(body("2").bytes(5_000_000));
            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits()).isEqualTo(1);
        }
    }

    @Test
    void aRestartStillKnowsTheLine() {
        PolicyAlerting shipped =
                new PolicyAlerting(List.of(), List.of(), List.of(), List.of(), null, null);
        AlertDriver first = driver("before");
        first.happens(signedOut().unread().transaction("1"));
        try (AlertDriver second =
                first.restarted(directory.resolve("after"), AlertDriver.parts(1, shipped))) {
            second.happens(signedOut().inPromptLog().transaction("1"));
            assertThat(second.ruleDay("ANONYMOUS_USE").getHits()).isZero();
        }
    }
}
