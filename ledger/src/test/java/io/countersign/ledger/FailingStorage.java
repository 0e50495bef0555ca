package io.countersign.ledger;

import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.Revision;
import io.countersign.ledger.storage.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Fails one call, and works before and after.
public final class FailingStorage implements LogStorage {
    private final Fault fault;
    private final Calls calls;
    private LogStorage storage;

    public FailingStorage(Fault fault) {
        this(fault, new Calls(), closed());
    }

    private FailingStorage(Fault fault, Calls calls, LogStorage storage) {
        this.fault = fault;
        this.calls = calls;
        this.storage = storage;
    }

    /// Counted over the logs of all years.
    private static final class Calls {
        int made;
        boolean failed;
    }

    /// What is to fail.
    ///
    /// @param call the how many-eth call of the operation, from 0
    /// @param done the operation takes place, and is reported as failed
    public record Fault(SealingStep operation, int call, boolean done) {
        @Override
        public String toString() {
            return operation + " call " + call + (done ? " done but reported failed" : " not done");
        }
    }

    void over(LogStorage next) {
        storage = next;
    }

    /// Whether the fault has come.
    boolean hasFailed() {
        return calls.failed;
    }

    /// Counts the calls from here on.
    void countFromHere() {
        calls.made = 0;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void fail(SealingStep operation) throws IOException {
        attempt(operation, () -> {});
    }

    private void attempt(SealingStep operation, Step step) throws IOException {
        attempt(operation, step, step);
    }

    private void attempt(SealingStep operation, Step whole, Step whatIsDone) throws IOException {
        if (operation == fault.operation && calls.made++ == fault.call) {
            if (fault.done) {
                whatIsDone.run();
            }
            calls.failed = true;
            throw new IOException("injected");
        }
        whole.run();
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        fail(SealingStep.READ_OBJECT);
        return storage.read(path);
    }

    @Override
    public Optional<byte[]> readLock() throws IOException {
        fail(SealingStep.READ_LOCK);
        return storage.readLock();
    }

    @Override
    public void replaceLock(Optional<byte[]> expected, byte[] next) throws IOException {
        attempt(SealingStep.REPLACE_LOCK, () -> storage.replaceLock(expected, next));
    }

    @Override
    public void putStaging(String name, byte[] bundle) throws IOException {
        attempt(SealingStep.PUT_STAGING, () -> storage.putStaging(name, bundle));
    }

    @Override
    public Optional<byte[]> readStaging(String name) throws IOException {
        fail(SealingStep.READ_STAGING);
        return storage.readStaging(name);
    }

    @Override
    public List<String> stagings() throws IOException {
        fail(SealingStep.LIST_STAGINGS);
        return storage.stagings();
    }

    @Override
    public void dropStaging(String name) throws IOException {
        attempt(SealingStep.DROP_STAGING, () -> storage.dropStaging(name));
    }

    @Override
    public void putObjects(List<StoredObject> objects) throws IOException {
        if (fault.operation == SealingStep.PUT_HALF_THE_OBJECTS) {
            List<StoredObject> half = objects.subList(0, objects.size() / 2);
            attempt(
                    SealingStep.PUT_HALF_THE_OBJECTS,
                    () -> storage.putObjects(objects),
                    () -> storage.putObjects(half));
        } else {
            attempt(SealingStep.PUT_OBJECTS, () -> storage.putObjects(objects));
        }
    }

    @Override
    public void deletePartials(TilePath full) throws IOException {
        attempt(SealingStep.DELETE_PARTIALS, () -> storage.deletePartials(full));
    }

    @Override
    public void publishCheckpoint(byte[] note) throws IOException {
        attempt(SealingStep.PUBLISH_CHECKPOINT, () -> storage.publishCheckpoint(note));
    }

    @Override
    public Optional<byte[]> readKeys() throws IOException {
        fail(SealingStep.READ_KEYS);
        return storage.readKeys();
    }

    @Override
    public void publishKeys(String vkeys) throws IOException {
        attempt(SealingStep.PUBLISH_KEYS, () -> storage.publishKeys(vkeys));
    }

    @Override
    public void keepCheckpoint(long size, Revision revision) throws IOException {
        attempt(SealingStep.KEEP_CHECKPOINT, () -> storage.keepCheckpoint(size, revision));
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
    public List<Integer> years() throws IOException {
        fail(SealingStep.LIST_YEARS);
        return storage.years();
    }

    @Override
    public LogStorage ofYear(int year) throws IOException {
        attempt(SealingStep.OPEN_YEAR, () -> storage.ofYear(year));
        return new FailingStorage(fault, calls, storage.ofYear(year));
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
