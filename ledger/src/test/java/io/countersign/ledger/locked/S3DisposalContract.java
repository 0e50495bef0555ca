package io.countersign.ledger.locked;

import io.countersign.ledger.storage.s3.LocalStore;
import io.countersign.ledger.storage.s3.S3LockedStore;
import io.countersign.ledger.storage.s3.S3Place;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// In a bucket of a real store, which goes by its own clock.
@TestInstance(Lifecycle.PER_CLASS)
abstract class S3DisposalContract extends DisposalContract {
    private static final String BUCKET = "disposed-log";

    private Optional<LocalStore> store = Optional.empty();

    abstract LocalStore.Program program();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = Optional.of(LocalStore.startOrSkip(program(), folder));
        store.get().lockedBucket(BUCKET, "");
    }

    @AfterAll
    void stop() {
        store.ifPresent(LocalStore::close);
    }

    @Override
    RecordUnderTest fresh() {
        S3Place place = new S3Place(BUCKET, "records/" + UUID.randomUUID());
        return new RecordUnderTest(() -> S3LockedStore.open(store.orElseThrow().client(), place));
    }
}
