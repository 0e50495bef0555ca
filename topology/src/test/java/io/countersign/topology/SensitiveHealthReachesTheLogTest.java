package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensitiveHealthReachesTheLogTest {
    @TempDir Path directory;

    @Test
    void aFindingInTheLogNamesTheStricterRulesItFallsUnder() {
        List<FindingCount> found =
                found(
                        "Dana Quill, MRN 5550142, on buprenorphine, diagnosed with diabetes and opioid dependence");
        assertThat(found)
                .filteredOn(
                        finding -> finding.getSensitivities().contains(Sensitivity.SUBSTANCE_USE))
                .extracting(FindingCount::getType)
                .contains("DRUG", "DIAGNOSIS");
        assertThat(found)
                .filteredOn(finding -> finding.getSensitivities().isEmpty())
                .extracting(FindingCount::getType)
                .as("one type is counted apart where sensitivities differ")
                .contains("MRN", "DIAGNOSIS");
    }

    @Test
    void anOrdinaryTextNamesNone() {
        assertThat(found("Dana Quill, MRN 5550142, diagnosed with diabetes"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.getSensitivities()).isEmpty());
    }

    @Test
    void theLogHasAWordForEachSensitivityOfTheDetector() {
        assertThat(
                        Arrays.stream(Sensitivity.values())
                                .filter(one -> one != Sensitivity.UNRECOGNISED)
                                .map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(io.countersign.detectors.Sensitivity.values())
                                .map(Enum::name)
                                .toList());
    }

    private List<FindingCount> found(String prompt) {
        String record =
                "{\"time\":\"2026-11-22T09:00:00Z\",\"user\":\"b.quinn\",\"host\":\"chat.example.org\",\"path\":\"/send\","
                        + "\"method\":\"POST\",\"prompt\":\""
                        + prompt
                        + "\"}";
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.pipe(
                    Topics.PROMPT_RAW,
                    "plain-json",
                    "",
                    -1,
                    record.getBytes(StandardCharsets.UTF_8));
            List<AuditEntry> events =
                    driver.entries().stream()
                            .filter(entry -> entry.getEvent().isPresent())
                            .toList();
            assertThat(events).hasSize(1);
            assertThat(EntryGrammar.faults(events.getFirst())).isEmpty();
            Optional<EventEntry> event = events.getFirst().getEvent();
            return event.orElseThrow().getContent().getFindings();
        }
    }
}
