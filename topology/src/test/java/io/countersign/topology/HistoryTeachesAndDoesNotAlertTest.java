package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is brought in as history warms baselines and first uses, and nobody hears of it.
class HistoryTeachesAndDoesNotAlertTest {
    private static final Instant PAST = AlertDriver.START.minus(Duration.ofDays(20));

    @TempDir Path directory;

    @Test
    void aFortnightOfHistoryEndsTheLearningAndKnowsTheServices() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            for (int day = 0; day < 15; day++) {
                Instant then = PAST.plus(Duration.ofDays(day));
                driver.happens(Happening.send().history(then));
                driver.happens(Happening.violation().history(then));
                driver.happens(Happening.send().review().unread().history(then));
            }
            driver.after(Duration.ofDays(2)).tick();
            assertThat(driver.alerts()).as("no alert, and no exposure at the day's end").isEmpty();

            driver.happens(3, Happening.send());
            assertThat(driver.alerts()).as("a service of the history is nothing new").isEmpty();
            driver.happens(3, Happening.send().to("Novel"));
            assertThat(driver.classes()).containsExactly("FIRST_SEEN_SERVICE");
            driver.happens(Happening.violation());
            assertThat(driver.classes()).as("what happens now is told").hasSize(2);
        }
    }

    @Test
    void theHeaderOfARecordReachesItsEntry() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            byte[] line = AuditDriver.send().getBytes(StandardCharsets.UTF_8);
            driver.pipe(Topics.PROXY_RAW, "squid", "file-1", 0, line);
            driver.history(Topics.PROXY_RAW, "squid", "file-2", 0, line);
            assertThat(driver.entries())
                    .extracting(AuditEntry::getEvent)
                    .filteredOn(event -> event.isPresent())
                    .extracting(event -> event.orElseThrow().getHistory())
                    .containsExactly(false, true);
        }
    }
}
