package io.countersign.ledger.storage.s3;

import io.countersign.ledger.FailingStorage.Fault;
import io.countersign.ledger.LogUnderTest;
import io.countersign.ledger.SealSurvivesEveryFaultContract;
import io.countersign.ledger.SealingStep;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// On a bucket of a real store.
class SealSurvivesEveryFaultInABucketTest extends SealSurvivesEveryFaultContract {
    private Optional<LocalStore> store = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = Optional.of(LocalStore.startOrSkip(LocalStore.Program.VERSITYGW, folder));
    }

    @AfterAll
    void stop() {
        store.ifPresent(LocalStore::close);
    }

    /// Reading changes nothing, wherever; no year turns; and each fault costs a second here.
    @Override
    protected Stream<Fault> faults() {
        return Stream.of(SealingStep.values())
                .filter(step -> step.writes() && step != SealingStep.OPEN_YEAR)
                .flatMap(step -> faults(step, 2));
    }

    @Override
    protected Stream<Fault> faultsAtTheTurn() {
        return Stream.of(
                        SealingStep.REPLACE_LOCK,
                        SealingStep.PUBLISH_CHECKPOINT,
                        SealingStep.OPEN_YEAR)
                .flatMap(step -> faults(step, 1));
    }

    @Override
    protected LogUnderTest newLog() {
        return new LogInBucket(store.orElseThrow(), "logs/" + UUID.randomUUID());
    }
}
