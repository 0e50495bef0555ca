package io.countersign.ledger.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.LockLostException;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.LogStorageContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The contract over a real store, and what only a place that nobody holds alone has to bear.
@TestInstance(Lifecycle.PER_CLASS)
abstract class S3LogStorageContract extends LogStorageContract {
    private Path folder = Path.of("");
    private Optional<LocalStore> store = Optional.empty();
    private String prefix = "";

    abstract LocalStore.Program program();

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        folder = shared;
        store = Optional.of(LocalStore.startOrSkip(program(), folder));
    }

    @AfterAll
    void stop() throws Exception {
        if (store.isPresent()) {
            store.get().close();
        }
    }

    @BeforeEach
    void aLogOfItsOwn() {
        prefix = "logs/" + UUID.randomUUID();
    }

    @Override
    protected LogStorage open() throws IOException {
        return store.orElseThrow().open(prefix);
    }

    @Test
    void theStoreHoldsWhatItIsAskedFor() throws IOException {
        StoreProbe probe =
                S3LogStorage.probe(
                        store.orElseThrow().client(), new S3Place(LocalStore.BUCKET, prefix));
        assertThat(probe).isEqualTo(new StoreProbe(true, true, true));
        try (S3Objects objects =
                new S3Objects(
                        store.orElseThrow().client(), new S3Place(LocalStore.BUCKET, prefix))) {
            assertThat(objects.names("ledger/probe/")).isEmpty();
        }
    }

    @Test
    void aSealerThatLostTheLockPublishesNothing() throws IOException {
        try (LogStorage slept = open();
                LogStorage other = open()) {
            slept.replaceLock(Optional.empty(), new byte[] {1});
            other.readLock();
            other.replaceLock(Optional.of(new byte[] {1}), new byte[] {2});
            other.publishCheckpoint(new byte[] {2});
            other.publishKeys("two\n");
            assertThatThrownBy(() -> slept.publishCheckpoint(new byte[] {1}))
                    .isInstanceOf(LockLostException.class);
            assertThatThrownBy(() -> slept.publishKeys("one\n"))
                    .isInstanceOf(LockLostException.class);
            assertThatThrownBy(() -> slept.replaceLock(Optional.of(new byte[] {1}), new byte[] {3}))
                    .isInstanceOf(LockLostException.class);
            assertThat(other.read(TilePath.CHECKPOINT)).hasValue(new byte[] {2});
            assertThat(other.readLock()).hasValue(new byte[] {2});
        }
    }

    @Test
    void aBucketThatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() ->
                        S3LogStorage.open(
                                store.orElseThrow().client(),
                                new S3Place("no-such-bucket", prefix)))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("s3://no-such-bucket/")
                .hasMessageContaining("404");
    }

    @Test
    void keysThatTheStoreDoesNotKnowAreRefusedAtOnce() throws Exception {
        Path keys =
                Files.writeString(
                        folder.resolve("unknown.keys"),
                        "[default]\naws_access_key_id = nobody\naws_secret_access_key = secret-9f\n");
        S3Endpoint right = store.orElseThrow().endpoint();
        S3Endpoint wrong =
                new S3Endpoint(right.endpoint(), right.region(), true, Optional.of(keys));
        assertThatThrownBy(() ->
                        S3LogStorage.open(
                                wrong.sealingClient(), new S3Place(LocalStore.BUCKET, prefix)))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("check bucket, keys")
                .hasMessageNotContaining("nobody")
                .hasMessageNotContaining("secret-9f");
    }
}
