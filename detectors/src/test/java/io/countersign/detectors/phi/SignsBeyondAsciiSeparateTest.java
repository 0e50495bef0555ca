package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keyboards of Chinese and Japanese, word processors and web pages put other signs between a word
/// and its number than ASCII has, and signs without a width inside of it.
class SignsBeyondAsciiSeparateTest {
    private final PhiDetector detector = PhiDetector.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MRN：48213377，please        | MRN        | 48213377
                    （MRN：48213377）            | MRN        | 48213377
                    【MRN】48213377。            | MRN        | 48213377
                    DOB：1962-03-04；female     | DOB        | 1962-03-04
                    """)
    void inFullWidth(String text, String type, String value) {
        assertThat(found(text)).contains(type + " " + value);
    }

    @Test
    void softHyphensAndJoinersBreakNoNumber() {
        assertThat(found("MRN: 4821\u00ad3377")).contains("MRN 48213377");
        assertThat(found("MRN: 4821\u20603377")).contains("MRN 48213377");
    }

    @Test
    void anIdeographicBlankEndsAWord() {
        assertThat(found("MRN\u300048213377")).contains("MRN 48213377");
    }

    private List<String> found(String text) {
        Inspection inspection =
                detector.inspect(List.of(new Text("", text.getBytes(StandardCharsets.UTF_8))));
        return inspection.findings().stream()
                .map(finding -> finding.type().name() + " " + inspection.normalisedValue(finding))
                .toList();
    }
}
