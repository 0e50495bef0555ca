package io.countersign.ledger.storage.s3;

import io.countersign.ledger.LogUnderTest;
import io.countersign.ledger.TwoSealersContract;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Where nothing but the compare-and-swap keeps them apart.
@TestInstance(Lifecycle.PER_CLASS)
class TwoSealersOnOneBucketTest extends TwoSealersContract {
    private Optional<LocalStore> store = Optional.empty();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = Optional.of(LocalStore.startOrSkip(LocalStore.Program.MINIO, folder));
    }

    @AfterAll
    void stop() {
        store.ifPresent(LocalStore::close);
    }

    @Override
    protected LogUnderTest newLog() {
        return new LogInBucket(store.orElseThrow(), "logs/" + UUID.randomUUID());
    }
}
