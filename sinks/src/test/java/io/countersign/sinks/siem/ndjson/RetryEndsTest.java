package io.countersign.sinks.siem.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A failure in passing is waited out with growing pauses, a lasting one stops the task.
class RetryEndsTest {
    private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofMinutes(10));

    @Test
    void pausesDoubleUpToAMaximum() {
        IOException full = new IOException("No space left on device");
        assertThat(pause(full, 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(pause(full, 2)).isEqualTo(Duration.ofMillis(200));
        assertThat(pause(full, 8)).isEqualTo(Duration.ofMillis(12_800));
        assertThat(pause(full, 10)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pause(full, 1_000_000)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void afterTheLimitItGivesUp() {
        IOException full = new IOException("No space left on device");
        assertThat(POLICY.decide(full, 30, Duration.ofMinutes(10).plusMillis(1)))
                .isEqualTo(new RetryPolicy.Decision.GiveUp());
    }

    @Test
    void whatNobodyButAnOperatorCanChangeIsNotTriedAgain() {
        for (IOException cause :
                new IOException[] {
                    new NoSuchFileException("gone"), new AccessDeniedException("refused")
                }) {
            assertThat(POLICY.decide(cause, 1, Duration.ZERO))
                    .isEqualTo(new RetryPolicy.Decision.GiveUp());
        }
    }

    private static Duration pause(IOException cause, int failures) {
        RetryPolicy.Decision decision = POLICY.decide(cause, failures, Duration.ZERO);
        assertThat(decision).isInstanceOf(RetryPolicy.Decision.Retry.class);
        return ((RetryPolicy.Decision.Retry) decision).pause();
    }
}
