package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise 1: every input offset ends as an entry, as a counted line of a tally, or in a named gap.
class EveryOffsetIsAccountedTest {
    @TempDir Path directory;

    @Test
    void aTallyAddsUpToItsRange() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.squid(AuditDriver.send());
            driver.squid(AuditDriver.elsewhere());
            driver.squid(AuditDriver.elsewhere());
            driver.squid("this is no line of an access log");
            driver.advance(Duration.ofSeconds(61));
            driver.tick();

            InputTally proxy = tally(driver, Topics.PROXY_RAW);
            assertThat(proxy.getFromOffset()).isZero();
            assertThat(proxy.getToOffset()).isEqualTo(4);
            assertThat(counts(proxy))
                    .containsOnly(
                            Map.entry(Outcome.EVENT, 1L),
                            Map.entry(Outcome.OUT_OF_SCOPE, 2L),
                            Map.entry(Outcome.REJECTION, 1L));
        }
    }

    @Test
    void aSecondDeliveryIsCountedAndAnotherPayloadIsAnEntry() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            byte[] line = AuditDriver.send().getBytes(StandardCharsets.UTF_8);
            byte[] other = AuditDriver.elsewhere().getBytes(StandardCharsets.UTF_8);
            driver.pipe(Topics.PROXY_RAW, "squid", "file-1", 0, line);
            driver.pipe(Topics.PROXY_RAW, "squid", "file-1", 0, line);
            driver.pipe(Topics.PROXY_RAW, "squid", "file-1", 0, other);
            driver.advance(Duration.ofSeconds(61));
            driver.tick();

            assertThat(counts(tally(driver, Topics.PROXY_RAW)))
                    .containsOnly(
                            Map.entry(Outcome.EVENT, 1L),
                            Map.entry(Outcome.REPEATED, 1L),
                            Map.entry(Outcome.DUPLICATE, 1L));
            assertThat(kinds(driver)).contains(EntryKind.DUPLICATE);
        }
    }

    @Test
    void anIdleChainWritesAnEmptyTallyEachHour() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.tick();
            driver.advance(Duration.ofMinutes(59));
            driver.tick();
            assertThat(kinds(driver)).containsExactly(EntryKind.GENESIS);
            driver.advance(Duration.ofMinutes(1));
            driver.tick();
            assertThat(kinds(driver)).containsExactly(EntryKind.GENESIS, EntryKind.TALLY);
        }
    }

    @Test
    void anUnreadableControlRecordIsARejection() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.pipe(Topics.CONTROL, "", "", -1, new byte[] {9, 9, 9});
            AuditEntry last = driver.entries().getLast();
            assertThat(last.getKind()).isEqualTo(EntryKind.REJECTION);
            assertThat(last.getRejection().orElseThrow().getCode()).isEqualTo("UNREADABLE_CONTROL");
        }
    }

    private static InputTally tally(AuditDriver driver, String topic) {
        AuditEntry last = driver.entries().getLast();
        assertThat(last.getKind()).isEqualTo(EntryKind.TALLY);
        return last.getTally().orElseThrow().getInputs().stream()
                .filter(input -> input.getTopic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static Map<Outcome, Long> counts(InputTally tally) {
        Map<Outcome, Long> counts = new HashMap<>();
        tally.getCounts().forEach(count -> counts.put(count.getOutcome(), count.getCount()));
        return counts;
    }

    private static List<EntryKind> kinds(AuditDriver driver) {
        return driver.entries().stream().map(AuditEntry::getKind).toList();
    }
}
