package io.countersign.ledger.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.LockLostException;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.LogStorageContract;
import io.countersign.ledger.storage.Revision;
import io.countersign.ledger.storage.StoredObject;
import io.countersign.ledger.storage.s3.TroubledWay.Harm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /// Each write comes to harm once, in each way, and the sealer does not notice.
    @ParameterizedTest
    @EnumSource(value = Harm.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aCallThatComesToHarmIsMadeGood(Harm harm) throws IOException {
        S3Endpoint direct = store.orElseThrow().endpoint();
        Set<String> harmed = ConcurrentHashMap.newKeySet();
        try (TroubledWay way =
                        new TroubledWay(
                                direct.endpoint().orElseThrow(),
                                call -> harmed.add(call) ? harm : Harm.NONE);
                LogStorage storage =
                        S3LogStorage.open(
                                // The probe, too, meets it.
                                way.endpoint(direct).sealingClient(),
                                new S3Place(LocalStore.BUCKET, prefix))) {
            TilePath path = new TilePath.EntryBundle(0, 1);
            storage.putStaging("1-00", new byte[] {1});
            storage.replaceLock(Optional.empty(), new byte[] {2});
            storage.putObjects(List.of(new StoredObject(path, new byte[] {3})));
            storage.publishCheckpoint(new byte[] {2});
            storage.publishKeys("keys\n");
            storage.keepCheckpoint(1, Revision.to(new byte[] {2}));
            harmed.clear();
            storage.replaceLock(Optional.of(new byte[] {2}), new byte[] {4});
            storage.publishCheckpoint(new byte[] {4});
            storage.dropStaging("1-00");
        }
        try (LogStorage storage = open()) {
            assertThat(storage.readLock()).hasValue(new byte[] {4});
            assertThat(storage.read(TilePath.CHECKPOINT)).hasValue(new byte[] {4});
            assertThat(storage.read("tile/entries/000.p/1")).hasValue(new byte[] {3});
            assertThat(storage.stagings()).isEmpty();
        }
        assertThat(harmed).anyMatch(call -> call.endsWith("ledger/lock") && call.startsWith("PUT"));
    }

    @Test
    void aStoreThatIgnoresConditionsIsRefused() throws IOException {
        try (HeedlessStore heedless = new HeedlessStore()) {
            S3Endpoint endpoint = heedless.endpoint(store.orElseThrow().endpoint());
            S3Place place = new S3Place(LocalStore.BUCKET, prefix);
            assertThatThrownBy(() -> S3LogStorage.open(endpoint.sealingClient(), place))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("ignores If-Match");
            assertThat(S3LogStorage.probe(endpoint.sealingClient(), place))
                    .isEqualTo(new StoreProbe(false, false, false));
            assertThat(heedless.isEmpty()).as("nothing is left there").isTrue();
        }
    }
}
