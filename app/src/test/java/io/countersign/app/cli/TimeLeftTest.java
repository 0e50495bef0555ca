package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private Instant now = Instant.parse("2026-11-01T08:00:00Z");

    @Test
    void whatIsLeftGoesByWhatWasDoneSinceTheFirstWord() {
        TimeLeft left = new TimeLeft(() -> now);
        assertThat(left.words(1_000, 10_000)).isEmpty();
        now = now.plusMillis(1_500);
        assertThat(left.words(1_500, 10_000)).as("too early to tell").isEmpty();
        now = now.plusMillis(8_500);
        assertThat(left.words(2_000, 10_000)).isEqualTo(", about 80 s left");
        now = now.plusSeconds(190);
        assertThat(left.words(3_000, 10_000)).isEqualTo(", about 12 min left");
        assertThat(left.words(10_000, 10_000)).isEmpty();
    }
}
