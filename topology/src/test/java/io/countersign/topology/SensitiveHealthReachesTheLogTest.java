package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Sensitivity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
        return AuditDriver.onlyEvent(directory, prompt).getContent().getFindings();
    }
}
