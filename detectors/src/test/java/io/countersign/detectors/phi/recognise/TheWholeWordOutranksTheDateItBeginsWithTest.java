package io.countersign.detectors.phi.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A word may begin like a date with a month's name: where the whole of it has a right check digit,
/// or a word before it says what it is, that is what it is.
class TheWholeWordOutranksTheDateItBeginsWithTest {
    private final PhiDetector detector = PhiDetector.of(Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4JUN13B75825DZW1Z",
                "VIN 4JUN13B75825DZW1Z",
                "seen, 4jun13b75825dzw1z",
                "vehicle id 1MAR56ZWAL0HGOAF0"
            })
    void vin(String text) {
        assertThat(types(text)).containsExactly("VIN");
    }

    @Test
    void aWordWithoutAnotherReadingIsStillADate() {
        assertThat(types("4JUN13B75825DZW2Z")).containsExactly("DATE");
        assertThat(types("admitted 05MAY2023, discharged 07MAY2023."))
                .containsExactly("DATE", "DATE");
    }

    private List<String> types(String text) {
        return detector
                .inspect(List.of(new Text("", text.getBytes(StandardCharsets.UTF_8))))
                .findings()
                .stream()
                .map(finding -> finding.type().name())
                .toList();
    }
}
