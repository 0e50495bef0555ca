package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.Revision;
import io.countersign.ledger.storage.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each operation of the storage fails at each of its first three calls, a writing one in two
/// forms: not done, and done but reported failed. A new sealer then loads and goes on, and the
/// whole log is read and checked.
class SealSurvivesEveryFaultTest {
    @TempDir Path folder;

    enum Operation {
        REPLACE_LOCK,
        PUT_STAGING,
        DROP_STAGING,
        PUT_OBJECTS,
        PUT_HALF_THE_OBJECTS,
        DELETE_PARTIALS,
        PUBLISH_CHECKPOINT,
        PUBLISH_KEYS,
        KEEP_CHECKPOINT,
        READ_OBJECT,
        READ_LOCK,
        READ_KEYS,
        READ_STAGING,
        LIST_STAGINGS
    }

    record Fault(Operation operation, int call, boolean done) {
        @Override
        public String toString() {
            return operation + " call " + call + (done ? " done but reported failed" : " not done");
        }
    }

    static Stream<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (Operation operation : Operation.values()) {
            for (int call = 0; call < 3; call++) {
                faults.add(new Fault(operation, call, false));
                if (operation.compareTo(Operation.READ_OBJECT) < 0) {
                    faults.add(new Fault(operation, call, true));
                }
            }
        }
        return faults.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theLogGoesOnWhole(Fault fault) throws Exception {
        Workbench bench = new Workbench();
        bench.signsHourlyWithMlDsa44();
        int incidents = 0;
        FailingStorage failing = new FailingStorage(fault);
        // Rounds of different sizes, so that partial tiles become full ones and full ones begin.
        int[] rounds = {3, 300, 0, 200, 40};
        for (int round = 0; round < rounds.length; round++) {
            for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
                bench.topic.write(partition, rounds[round]);
            }
            try (DirectoryLogStorage directory = DirectoryLogStorage.open(folder)) {
                failing.storage = directory;
                try {
                    bench.sealOnce(failing);
                } catch (LedgerIncident e) {
                    assertThat(e.code()).isEqualTo(IncidentCode.STORAGE_FAILED);
                    incidents++;
                    if (Files.exists(folder.resolve("log/checkpoint"))) {
                        WholeLog.verified(folder);
                    }
                    // The next load may find the seal done, so this one may have nothing but itself
                    // to seal.
                    bench.sealOnce(failing);
                }
            }
            WholeLog log = WholeLog.verified(folder);
            for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
                assertThat(log.chain("audit.entry.v1/" + partition + "@1"))
                        .isEqualTo(bench.topic.leafHashes().get(partition));
            }
        }
        assertThat(incidents).isEqualTo(1);
        assertNothingIsLeftOver();
    }

    /// No staging bundle, no draft, and no partial tile of a tile that is full.
    private void assertNothingIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String path = folder.relativize(file).toString();
                assertThat(path).doesNotMatch("ledger/(staging|draft)/.*");
                if (path.contains(".p/")) {
                    Path full = folder.resolve(path.substring(0, path.indexOf(".p/")));
                    assertThat(full).doesNotExist();
                }
            }
        }
    }

    /// Fails one call, and works before and after.
    private static final class FailingStorage implements LogStorage {
        private final Fault fault;
        private int calls;
        LogStorage storage = closed();

        FailingStorage(Fault fault) {
            this.fault = fault;
        }

        private interface Step {
            void run() throws IOException;
        }

        private void fail(Operation operation) throws IOException {
            attempt(operation, () -> {});
        }

        private void attempt(Operation operation, Step step) throws IOException {
            attempt(operation, step, step);
        }

        private void attempt(Operation operation, Step whole, Step whatIsDone) throws IOException {
            if (operation == fault.operation && calls++ == fault.call) {
                if (fault.done) {
                    whatIsDone.run();
                }
                throw new IOException("injected");
            }
            whole.run();
        }

        @Override
        public Optional<byte[]> read(String path) throws IOException {
            fail(Operation.READ_OBJECT);
            return storage.read(path);
        }

        @Override
        public Optional<byte[]> readLock() throws IOException {
            fail(Operation.READ_LOCK);
            return storage.readLock();
        }

        @Override
        public void replaceLock(Optional<byte[]> expected, byte[] next) throws IOException {
            attempt(Operation.REPLACE_LOCK, () -> storage.replaceLock(expected, next));
        }

        @Override
        public void putStaging(String name, byte[] bundle) throws IOException {
            attempt(Operation.PUT_STAGING, () -> storage.putStaging(name, bundle));
        }

        @Override
        public Optional<byte[]> readStaging(String name) throws IOException {
            fail(Operation.READ_STAGING);
            return storage.readStaging(name);
        }

        @Override
        public List<String> stagings() throws IOException {
            fail(Operation.LIST_STAGINGS);
            return storage.stagings();
        }

        @Override
        public void dropStaging(String name) throws IOException {
            attempt(Operation.DROP_STAGING, () -> storage.dropStaging(name));
        }

        @Override
        public void putObjects(List<StoredObject> objects) throws IOException {
            if (fault.operation == Operation.PUT_HALF_THE_OBJECTS) {
                List<StoredObject> half = objects.subList(0, objects.size() / 2);
                attempt(
                        Operation.PUT_HALF_THE_OBJECTS,
                        () -> storage.putObjects(objects),
                        () -> storage.putObjects(half));
            } else {
                attempt(Operation.PUT_OBJECTS, () -> storage.putObjects(objects));
            }
        }

        @Override
        public void deletePartials(TilePath full) throws IOException {
            attempt(Operation.DELETE_PARTIALS, () -> storage.deletePartials(full));
        }

        @Override
        public void publishCheckpoint(byte[] note) throws IOException {
            attempt(Operation.PUBLISH_CHECKPOINT, () -> storage.publishCheckpoint(note));
        }

        @Override
        public Optional<byte[]> readKeys() throws IOException {
            fail(Operation.READ_KEYS);
            return storage.readKeys();
        }

        @Override
        public void publishKeys(String vkeys) throws IOException {
            attempt(Operation.PUBLISH_KEYS, () -> storage.publishKeys(vkeys));
        }

        @Override
        public void keepCheckpoint(long size, Revision revision) throws IOException {
            attempt(Operation.KEEP_CHECKPOINT, () -> storage.keepCheckpoint(size, revision));
        }

        @Override
        public void putWitnessed(Revision revision) throws IOException {
            storage.putWitnessed(revision);
        }

        @Override
        public void putTimestamp(long size, byte[] checkpoint, byte[] response) throws IOException {
            storage.putTimestamp(size, checkpoint, response);
        }

        @Override
        public void close() throws IOException {
            storage.close();
        }

        @SuppressWarnings("NullAway") // Set before each use.
        private static LogStorage closed() {
            return null;
        }
    }
}
