package io.countersign.ledger.locked;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/// In a directory.
class DirectoryDisposalTest extends DisposalContract {
    @TempDir Path folder;

    @Override
    RecordUnderTest fresh() {
        Path place = folder.resolve(UUID.randomUUID().toString());
        return new RecordUnderTest(() -> DirectoryLockedStore.open(place));
    }
}
