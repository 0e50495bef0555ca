package io.countersign.ledger.storage;

import java.io.IOException;
import java.util.Optional;

/// What becomes of a stored object, said from what is there now. It may be asked again, where
/// another writer was faster, and does nothing else.
public interface Revision {
    /// @param current empty where there is none yet
    /// @return what takes its place; empty where it stays as it is
    /// @throws IOException where what is there contradicts what should be; it stays as it is
    Optional<byte[]> of(Optional<byte[]> current) throws IOException;

    /// Whatever is there.
    static Revision to(byte[] next) {
        return _ -> Optional.of(next);
    }
}
