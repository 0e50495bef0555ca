package io.countersign.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLogStorageTest {
    @TempDir Path folder;

    @Test
    void ofManyRacingWritersExactlyOneMovesTheLock() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder);
                ExecutorService racers = Executors.newFixedThreadPool(8)) {
            Optional<byte[]> expected = Optional.empty();
            for (int round = 0; round < 20; round++) {
                Optional<byte[]> before = expected;
                CountDownLatch start = new CountDownLatch(1);
                int r = round;
                List<Future<Optional<byte[]>>> results =
                        IntStream.range(0, 8)
                                .mapToObj(racer ->
                                        racers.submit(() -> {
                                            byte[] next = {(byte) r, (byte) racer};
                                            start.await();
                                            try {
                                                storage.replaceLock(before, next);
                                                return Optional.of(next);
                                            } catch (LockLostException _lost) {
                                                return Optional.<byte[]>empty();
                                            }
                                        }))
                                .toList();
                start.countDown();
                int winners = 0;
                for (Future<Optional<byte[]>> result : results) {
                    if (result.get().isPresent()) {
                        winners++;
                        expected = result.get();
                    }
                }
                assertThat(winners).isEqualTo(1);
                assertThat(storage.readLock())
                        .hasValueSatisfying(lock -> assertThat(lock[0]).isEqualTo((byte) r));
            }
        }
    }

    @Test
    void aLockThatMovedOnIsNotMovedByOneWhoSlept() throws IOException {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            byte[] first = {1};
            storage.replaceLock(Optional.empty(), first);
            for (byte i = 2; i < 10; i++) {
                storage.replaceLock(storage.readLock(), new byte[] {i});
            }
            assertThatThrownBy(() -> storage.replaceLock(Optional.of(first), new byte[] {42}))
                    .isInstanceOf(LockLostException.class);
            assertThatThrownBy(() -> storage.replaceLock(Optional.empty(), new byte[] {42}))
                    .isInstanceOf(LockLostException.class);
            assertThat(storage.readLock()).hasValue(new byte[] {9});
        }
    }

    @Test
    void anObjectIsNeverOverwritten() throws IOException {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            TilePath path = new TilePath.HashTile(0, 1_234_067, 3);
            storage.putObjects(List.of(new StoredObject(path, new byte[] {1, 2, 3})));
            storage.putObjects(List.of(new StoredObject(path, new byte[] {1, 2, 3})));
            assertThatThrownBy(() ->
                            storage.putObjects(
                                    List.of(new StoredObject(path, new byte[] {1, 2, 4}))))
                    .isInstanceOf(ObjectDiffersException.class);
            assertThat(storage.read(path.path())).hasValue(new byte[] {1, 2, 3});
            assertThat(folder.resolve("log/tile/0/x001/x234/067.p/3")).exists();
        }
    }

    @Test
    void partialsGoOnlyOnceTheFullTileIsThere() throws IOException {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            TilePath.HashTile full = new TilePath.HashTile(0, 0, 256);
            TilePath.HashTile partial = new TilePath.HashTile(0, 0, 7);
            storage.putObjects(List.of(new StoredObject(partial, new byte[7 * 32])));
            assertThatThrownBy(() -> storage.deletePartials(full))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> storage.deletePartials(partial))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(storage.read(partial.path())).isPresent();
            storage.putObjects(List.of(new StoredObject(full, new byte[8192])));
            storage.deletePartials(full);
            storage.deletePartials(full);
            assertThat(storage.read(partial.path())).isEmpty();
            assertThat(storage.read(full.path())).isPresent();
        }
    }

    @Test
    void nothingOutsideTheLogIsReadByAPath() throws IOException {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            storage.replaceLock(Optional.empty(), new byte[] {1});
            for (String path :
                    List.of("../ledger/in-use", "/etc/hostname", "tile/../../log.vkeys", "tile")) {
                assertThat(storage.read(path)).as(path).isEmpty();
            }
            assertThatThrownBy(() -> storage.putStaging("../x", new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void draftsOfACrashAreClearedAway() throws IOException {
        DirectoryLogStorage.open(folder).close();
        Path draft = Files.createFile(folder.resolve("ledger/draft/left"));
        DirectoryLogStorage.open(folder).close();
        assertThat(draft).doesNotExist();
    }

    @Test
    void aStagingBundleComesBackWholeOrNotAtAll() {
        String name = StagingBundle.nameOf(new TreeSize(300), Sha256.of(new byte[0]));
        StagingBundle bundle =
                new StagingBundle(
                        name,
                        List.of(
                                new StoredObject(new TilePath.HashTile(0, 0, 256), new byte[8192]),
                                new StoredObject(
                                        new TilePath.EntryBundle(1, 44), new byte[] {0, 1, 9})));
        byte[] bytes = bundle.encode();
        StagingBundle decoded = StagingBundle.decode(name, bytes).orElseThrow();
        assertThat(decoded.objects()).hasSameSizeAs(bundle.objects());
        for (int i = 0; i < decoded.objects().size(); i++) {
            assertThat(decoded.objects().get(i).path()).isEqualTo(bundle.objects().get(i).path());
            assertThat(decoded.objects().get(i).bytes()).isEqualTo(bundle.objects().get(i).bytes());
        }
        for (int length = 0; length < bytes.length; length += 97) {
            assertThat(StagingBundle.decode(name, Arrays.copyOf(bytes, length))).isEmpty();
        }
        assertThat(StagingBundle.decode(name, Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
        for (int i = 0; i < bytes.length; i += 61) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            assertThat(StagingBundle.decode(name, damaged)).isEmpty();
        }
    }
}
