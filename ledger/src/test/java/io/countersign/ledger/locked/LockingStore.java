package io.countersign.ledger.locked;

import io.countersign.ledger.storage.s3.LocalStore;
import io.countersign.ledger.storage.s3.S3LockedStore;
import io.countersign.ledger.storage.s3.S3Place;
import java.nio.file.Path;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;

/// A real store with a bucket whose objects can be locked, for all tests of a class.
record LockingStore(LocalStore store, String bucket) implements AutoCloseable {
    /// Skips the tests where the program is missing.
    static LockingStore startOrSkip(LocalStore.Program program, Path folder, String bucket)
            throws Exception {
        LocalStore store = LocalStore.startOrSkip(program, folder);
        store.lockedBucket(bucket, "");
        return new LockingStore(store, bucket);
    }

    /// A place of its own for each test.
    RecordUnderTest fresh() {
        return at(new S3Place(bucket, "records/" + UUID.randomUUID()));
    }

    RecordUnderTest at(S3Place place) {
        return new RecordUnderTest(() -> S3LockedStore.open(client(), place));
    }

    S3Client client() {
        return store.client();
    }

    @Override
    public void close() {
        store.close();
    }
}
