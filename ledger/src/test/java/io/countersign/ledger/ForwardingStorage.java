package io.countersign.ledger;

import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.Revision;
import io.countersign.ledger.storage.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Hands every call on; a test overrides the one that it is about.
class ForwardingStorage implements LogStorage {
    private final LogStorage storage;

    ForwardingStorage(LogStorage storage) {
        this.storage = storage;
    }

    @Override
    public void publishCheckpoint(byte[] note) throws IOException {
        storage.publishCheckpoint(note);
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        return storage.read(path);
    }

    @Override
    public Optional<byte[]> readLock() throws IOException {
        return storage.readLock();
    }

    @Override
    public void replaceLock(Optional<byte[]> expected, byte[] next) throws IOException {
        storage.replaceLock(expected, next);
    }

    @Override
    public void putStaging(String name, byte[] bundle) throws IOException {
        storage.putStaging(name, bundle);
    }

    @Override
    public Optional<byte[]> readStaging(String name) throws IOException {
        return storage.readStaging(name);
    }

    @Override
    public List<String> stagings() throws IOException {
        return storage.stagings();
    }

    @Override
    public void dropStaging(String name) throws IOException {
        storage.dropStaging(name);
    }

    @Override
    public void putObjects(List<StoredObject> objects) throws IOException {
        storage.putObjects(objects);
    }

    @Override
    public void deletePartials(TilePath full) throws IOException {
        storage.deletePartials(full);
    }

    @Override
    public Optional<byte[]> readKeys() throws IOException {
        return storage.readKeys();
    }

    @Override
    public void publishKeys(String vkeys) throws IOException {
        storage.publishKeys(vkeys);
    }

    @Override
    public void keepCheckpoint(long size, Revision revision) throws IOException {
        storage.keepCheckpoint(size, revision);
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
        return storage.years();
    }

    @Override
    public LogStorage ofYear(int year) throws IOException {
        return storage.ofYear(year);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
