package io.countersign.ledger.locked;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A store whose writing calls end with the process: one of them, before it is done or after.
record FailingStore(LockedStore store, int atWrite, Fault fault, AtomicInteger writes)
        implements LockedStore {
    enum Fault {
        BEFORE,
        AFTER
    }

    static final class KilledException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    FailingStore(LockedStore store, int atWrite, Fault fault) {
        this(store, atWrite, fault, new AtomicInteger());
    }

    private interface Write<T> {
        T done() throws IOException;
    }

    private <T> T write(Write<T> write) throws IOException {
        int number = writes.incrementAndGet();
        if (number > atWrite || (number == atWrite && fault == Fault.BEFORE)) {
            throw new KilledException();
        }
        T result = write.done();
        if (number == atWrite) {
            throw new KilledException();
        }
        return result;
    }

    @Override
    public boolean enforces() {
        return store.enforces();
    }

    @Override
    public LockedObject put(String path, byte[] bytes, Lock lock) throws IOException {
        return write(() -> store.put(path, bytes, lock));
    }

    @Override
    public Optional<LockedObject> create(String path, byte[] bytes, Lock lock) throws IOException {
        return write(() -> store.create(path, bytes, lock));
    }

    @Override
    public Optional<LockedObject> describe(String path, String version) throws IOException {
        return store.describe(path, version);
    }

    @Override
    public Optional<byte[]> read(String path, String version, int limit) throws IOException {
        return store.read(path, version, limit);
    }

    @Override
    public List<Version> versions(String beginning) throws IOException {
        return store.versions(beginning);
    }

    @Override
    public LockedObject extend(String path, String version, Lock lock) throws IOException {
        return write(() -> store.extend(path, version, lock));
    }

    @Override
    public void hold(String path, String version, boolean on) throws IOException {
        write(() -> {
            store.hold(path, version, on);
            return on;
        });
    }

    @Override
    public void delete(String path, String version, Instant now) throws IOException {
        write(() -> {
            store.delete(path, version, now);
            return path;
        });
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
