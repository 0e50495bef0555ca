package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Sensitivity;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Findings say which stricter rules their health information falls under.
class SensitiveHealthIsSaidTest {
    private final PhiDetector detector = PhiDetector.standard();

    private Set<Sensitivity> of(String text) {
        Set<Sensitivity> all = EnumSet.noneOf(Sensitivity.class);
        detector.inspect(List.of(new Text("t", text.getBytes(StandardCharsets.UTF_8))))
                .findings()
                .forEach(finding -> all.addAll(finding.sensitivities()));
        return all;
    }

    @Test
    void substanceUse() {
        assertThat(of("started on methadone for opioid dependence"))
                .containsExactly(Sensitivity.SUBSTANCE_USE);
        assertThat(of("dx F11.20")).containsExactly(Sensitivity.SUBSTANCE_USE);
        assertThat(of("dx F17.210")).isEmpty();
    }

    @Test
    void hivByWordAndCode() {
        assertThat(of("known HIV, on treatment")).contains(Sensitivity.HIV);
        assertThat(of("ICD-10 Z21")).containsExactly(Sensitivity.HIV);
    }

    @Test
    void reproductiveHealthAndChildren() {
        assertThat(of("she is pregnant")).contains(Sensitivity.REPRODUCTIVE);
        assertThat(of("moved to the NICU")).contains(Sensitivity.MINOR);
    }

    @Test
    void plainHealthIsNotSensitive() {
        assertThat(of("asthma, on metformin since the visit")).isEmpty();
    }
}
