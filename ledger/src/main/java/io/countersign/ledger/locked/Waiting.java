package io.countersign.ledger.locked;

import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.merkle.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An object on its way into the record.
final class Waiting {
    private final String path;
    private final byte[] bytes;
    private final Lock lock;
    private final List<String> holds;

    /// The array is taken over: nobody may change it afterwards.
    ///
    /// @param holds that its own content asks for; the lock says so too
    Waiting(String path, byte[] bytes, Lock lock, List<String> holds) {
        this.path = path;
        this.bytes = bytes;
        this.lock = lock;
        this.holds = List.copyOf(holds);
    }

    LockedObject into(LockedStore store) throws IOException {
        return store.put(path, bytes, lock);
    }

    /// What the manifest says of it.
    List<ManifestLine> lines(LockedObject stored) {
        List<ManifestLine> lines = new ArrayList<>();
        lines.add(
                new ManifestLine.Stored(
                        path, stored.version(), Sha256.of(bytes), bytes.length, lock.until()));
        for (String hold : holds) {
            lines.add(new ManifestLine.Held(path, stored.version(), hold));
        }
        return lines;
    }

    @Override
    public String toString() {
        return path + " (" + bytes.length + " bytes)";
    }
}
