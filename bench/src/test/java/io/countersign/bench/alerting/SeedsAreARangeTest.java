package io.countersign.bench.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `bench/run alerts` understands, and how it says what it does not.
class SeedsAreARangeTest {
    @Test
    void aRangeOfSeedsAtBothNoises() {
        AlertBench.Options options =
                AlertBench.Options.parse(
                        "--people", "2000", "--seeds", "7-9", "--noise", "both", "--jobs", "1");
        assertThat(options).isEqualTo(new AlertBench.Options(2_000, 7, 9, List.of(1, 2), 1));
    }

    @Test
    void oneSeedAtOneNoise() {
        AlertBench.Options options = AlertBench.Options.parse("--seeds", "7", "--noise", "2");
        assertThat(options.firstSeed()).isEqualTo(7);
        assertThat(options.lastSeed()).isEqualTo(7);
        assertThat(options.noises()).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({
        "--seeds, 9-7, ends before it begins",
        "--seeds, many, such as 101-120",
        "--noise, 3, both",
        "--people, none, number",
        "--people, 0, number",
        "--people, 249, 250 to 120000",
        "--first-seed, 1, unknown argument"
    })
    void whatItDoesNotUnderstandIsSaid(String name, String value, String says) {
        assertThatThrownBy(() -> AlertBench.Options.parse(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }
}
