package io.countersign.ledger.locked;

import io.countersign.ledger.storage.s3.LocalStore;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// In a bucket of a real store, which goes by its own clock.
@TestInstance(Lifecycle.PER_CLASS)
abstract class S3DisposalContract extends DisposalContract {
    private Optional<LockingStore> store = Optional.empty();

    abstract LocalStore.Program program();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = Optional.of(LockingStore.startOrSkip(program(), folder, "disposed-log"));
    }

    @AfterAll
    void stop() {
        store.ifPresent(LockingStore::close);
    }

    @Override
    RecordUnderTest fresh() {
        return store.orElseThrow().fresh();
    }
}
