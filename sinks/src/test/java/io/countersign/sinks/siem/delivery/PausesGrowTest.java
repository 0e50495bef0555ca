package io.countersign.sinks.siem.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Pauses double up to a maximum, are drawn at random, and are never shorter than the receiver
/// asked for.
class PausesGrowTest {
    @Test
    void theyDoubleUpToAMaximum() {
        assertThat(whole(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(whole(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(whole(8)).isEqualTo(Duration.ofMillis(25_600));
        assertThat(whole(9)).isEqualTo(Duration.ofSeconds(30));
        assertThat(whole(1_000_000)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theyAreDrawnBetweenHalfAndTheWhole() {
        assertThat(Backoff.pause(3, Optional.empty(), 0)).isEqualTo(Duration.ofMillis(400));
        assertThat(Backoff.pause(3, Optional.empty(), 0.5)).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void whatTheReceiverAsksForIsTheLeast() {
        assertThat(Backoff.pause(1, Optional.of(Duration.ofSeconds(90)), 1))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(Backoff.pause(9, Optional.of(Duration.ofSeconds(1)), 1))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(Backoff.pause(1, Optional.of(Duration.ofDays(9)), 1))
                .isEqualTo(Backoff.LONGEST_ASKED);
    }

    private static Duration whole(int failures) {
        return Backoff.pause(failures, Optional.empty(), 1);
    }
}
