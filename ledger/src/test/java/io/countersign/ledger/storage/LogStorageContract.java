package io.countersign.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the sealer relies on, whatever the log lies on. The test of each storage extends it.
public abstract class LogStorageContract {
    /// The test's log, a new one in each test; opened again after a close it is as it was.
    protected abstract LogStorage open() throws IOException;

    @Test
    void aLogThatHasNothingYet() throws IOException {
        try (LogStorage storage = open()) {
            assertThat(storage.readLock()).isEmpty();
            assertThat(storage.read(TilePath.CHECKPOINT)).isEmpty();
            assertThat(storage.read("tile/0/000")).isEmpty();
            assertThat(storage.readKeys()).isEmpty();
            assertThat(storage.stagings()).isEmpty();
            assertThat(storage.readStaging("1-00")).isEmpty();
            storage.dropStaging("1-00");
        }
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws IOException {
        TilePath path = new TilePath.EntryBundle(7, 2);
        try (LogStorage storage = open()) {
            storage.replaceLock(Optional.empty(), new byte[] {1});
            storage.putStaging("1-00", new byte[] {2});
            storage.putStaging("1-00", new byte[] {2, 2});
            storage.putObjects(List.of(new StoredObject(path, new byte[] {3, 3, 3})));
            storage.publishCheckpoint(new byte[] {4});
            storage.publishKeys("keys\n");
            storage.publishKeys("further keys\n");
        }
        try (LogStorage storage = open()) {
            assertThat(storage.readLock()).hasValue(new byte[] {1});
            assertThat(storage.stagings()).containsExactly("1-00");
            assertThat(storage.readStaging("1-00")).hasValue(new byte[] {2, 2});
            assertThat(storage.read(path.path())).hasValue(new byte[] {3, 3, 3});
            assertThat(storage.read(TilePath.CHECKPOINT)).hasValue(new byte[] {4});
            assertThat(storage.readKeys())
                    .hasValue("further keys\n".getBytes(StandardCharsets.UTF_8));
            storage.publishCheckpoint(new byte[] {5});
            assertThat(storage.read(TilePath.CHECKPOINT)).hasValue(new byte[] {5});
            storage.dropStaging("1-00");
            assertThat(storage.stagings()).isEmpty();
        }
    }

    @Test
    void ofManyRacingWritersExactlyOneMovesTheLock() throws Exception {
        try (LogStorage storage = open();
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
        try (LogStorage storage = open()) {
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
        try (LogStorage storage = open()) {
            TilePath path = new TilePath.HashTile(0, 1_234_067, 3);
            storage.putObjects(List.of(new StoredObject(path, new byte[] {1, 2, 3})));
            storage.putObjects(List.of(new StoredObject(path, new byte[] {1, 2, 3})));
            for (byte[] other : new byte[][] {{1, 2, 4}, {1, 2}, {1, 2, 3, 4}}) {
                assertThatThrownBy(() -> storage.putObjects(List.of(new StoredObject(path, other))))
                        .isInstanceOf(ObjectDiffersException.class);
            }
            assertThat(storage.read(path.path())).hasValue(new byte[] {1, 2, 3});
        }
    }

    @Test
    void manyObjectsAtOnce() throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        for (int n = 0; n < 150; n++) {
            objects.add(
                    new StoredObject(new TilePath.HashTile(0, n, 256), new byte[] {(byte) n, 1}));
        }
        try (LogStorage storage = open()) {
            storage.putObjects(List.of());
            storage.putObjects(objects);
            for (int n = 0; n < 150; n++) {
                assertThat(storage.read(new TilePath.HashTile(0, n, 256).path()))
                        .hasValue(new byte[] {(byte) n, 1});
            }
        }
    }

    @Test
    void partialsGoOnlyOnceTheFullTileIsThere() throws IOException {
        try (LogStorage storage = open()) {
            TilePath.HashTile full = new TilePath.HashTile(0, 0, 256);
            TilePath.HashTile partial = new TilePath.HashTile(0, 0, 7);
            TilePath.HashTile wider = new TilePath.HashTile(0, 0, 70);
            storage.putObjects(
                    List.of(
                            new StoredObject(partial, new byte[7 * 32]),
                            new StoredObject(wider, new byte[70 * 32])));
            assertThatThrownBy(() -> storage.deletePartials(full))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> storage.deletePartials(partial))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(storage.read(partial.path())).isPresent();
            storage.putObjects(List.of(new StoredObject(full, new byte[8192])));
            storage.deletePartials(full);
            storage.deletePartials(full);
            assertThat(storage.read(partial.path())).isEmpty();
            assertThat(storage.read(wider.path())).isEmpty();
            assertThat(storage.read(full.path())).isPresent();
        }
    }

    @Test
    void nothingOutsideTheLogIsReadByAPath() throws IOException {
        try (LogStorage storage = open()) {
            storage.replaceLock(Optional.empty(), new byte[] {1});
            for (String path :
                    List.of(
                            "../ledger/in-use",
                            "../ledger/lock",
                            "/etc/hostname",
                            "tile/../../log.vkeys",
                            "tile")) {
                assertThat(storage.read(path)).as(path).isEmpty();
            }
            assertThatThrownBy(() -> storage.putStaging("../x", new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatLiesBesideTheLogIsRevised() throws IOException {
        List<Optional<byte[]>> seen = new ArrayList<>();
        try (LogStorage storage = open()) {
            storage.keepCheckpoint(7, Revision.to(new byte[] {1}));
            storage.putWitnessed(Revision.to(new byte[] {2}));
            Revision looking =
                    current -> {
                        seen.add(current);
                        return Optional.empty();
                    };
            storage.keepCheckpoint(7, looking);
            storage.keepCheckpoint(8, looking);
            storage.putWitnessed(looking);
            storage.keepCheckpoint(
                    7, current -> Optional.of(new byte[] {current.orElseThrow()[0], 3}));
            storage.keepCheckpoint(7, looking);
            storage.putTimestamp(7, new byte[] {4}, new byte[] {5});
        }
        assertThat(seen.get(0)).hasValue(new byte[] {1});
        assertThat(seen.get(1)).isEmpty();
        assertThat(seen.get(2)).hasValue(new byte[] {2});
        assertThat(seen.get(3)).hasValue(new byte[] {1, 3});
        assertThat(seen).hasSize(4);
    }

    @Test
    void noRevisionIsLost() throws Exception {
        try (LogStorage storage = open();
                ExecutorService writers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writes = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                byte own = (byte) writer;
                writes.add(
                        writers.submit(() -> {
                            storage.keepCheckpoint(1, current -> Optional.of(with(current, own)));
                            return own;
                        }));
            }
            for (Future<?> write : writes) {
                write.get();
            }
            List<byte[]> kept = new ArrayList<>();
            storage.keepCheckpoint(
                    1,
                    current -> {
                        kept.add(current.orElseThrow());
                        return Optional.empty();
                    });
            assertThat(kept.getFirst()).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    private static byte[] with(Optional<byte[]> current, byte own) {
        byte[] before = current.orElse(new byte[0]);
        byte[] next = Arrays.copyOf(before, before.length + 1);
        next[before.length] = own;
        return next;
    }
}
