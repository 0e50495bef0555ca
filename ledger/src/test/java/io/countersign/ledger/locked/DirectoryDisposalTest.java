package io.countersign.ledger.locked;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/// In a directory, which has no clock of its own: the locks end when the test says so.
class DirectoryDisposalTest extends DisposalContract {
    @TempDir Path folder;

    private Duration ahead = Duration.ZERO;

    @Override
    RecordUnderTest fresh() {
        Path place = folder.resolve(UUID.randomUUID().toString());
        return new RecordUnderTest(() -> DirectoryLockedStore.open(place));
    }

    @Override
    Instant time() {
        return super.time().plus(ahead);
    }

    @Override
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }
}
