package io.countersign.app.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.health.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What `/readyz` says of a ledger that seals.
class ReadinessNamesSlowStorageTest {
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static Readiness readiness(long ageSeconds, long tookMillis, Optional<Instant> since) {
        return LedgerRole.sealing(
                Duration.ofSeconds(ageSeconds),
                LATE,
                Duration.ofMillis(tookMillis),
                INTERVAL,
                since);
    }

    @Test
    void slowStorageIsNamedAndSealingGoesOn() {
        assertThat(readiness(3, 1_400, Optional.empty()))
                .isEqualTo(
                        new Readiness(
                                true,
                                "the last checkpoint is 3 s old, and the storage is slow: the last seal took 1400 ms"));
        assertThat(readiness(3, 1_000, Optional.empty()))
                .isEqualTo(new Readiness(true, "the last checkpoint is 3 s old"));
    }

    @Test
    void anOldCheckpointIsNotReadyWhateverTheStorageDoes() {
        assertThat(readiness(30, 90, Optional.empty()).ready()).isTrue();
        assertThat(readiness(31, 90, Optional.empty()).ready()).isFalse();
        assertThat(readiness(31, 9_000, Optional.of(Instant.EPOCH)))
                .isEqualTo(
                        new Readiness(
                                false,
                                "the last checkpoint is 31 s old, and the storage is slow: the last seal took 9000 ms, unwitnessed since 1970-01-01T00:00:00Z"));
    }
}
